import * as kms from "@pulumi/aws/kms/index.js";
import type * as pulumi from "@pulumi/pulumi";
import { keyPolicy } from "./documents/key.ts";
import { document } from "./documents/statement.ts";
import type { Names } from "./names.ts";

/** The key of the state and of its secrets. Whoever reads a state needs its secrets too, so a second key would part nothing. */
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
      // without the key no stack can be read again: the longest time to change one's mind
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
