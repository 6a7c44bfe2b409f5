import * as kms from "@pulumi/aws/kms/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { keyPolicy } from "./documents/key.ts";
import { document } from "./documents/statement.ts";
import type { Names } from "./names.ts";

/** Creates the key of the state and its secrets. One key suffices, because every reader of a state needs its secrets. */
export function createKey(
  names: Names,
  administrators: readonly string[],
  options: pulumi.CustomResourceOptions,
): kms.Key {
  const key = new kms.Key(
    "state",
    {
      description: "State of Pulumi, and the secrets in it",
      enableKeyRotation: true,
      // the maximum: without the key, all stacks are unreadable
      deletionWindowInDays: 30,
      policy: document(keyPolicy(names, administrators)),
    },
    { ...options, protect: true },
  );
  new kms.Alias(
    "state",
    { name: names.alias, targetKeyId: key.keyId },
    { ...options, protect: true },
  );
  return key;
}
