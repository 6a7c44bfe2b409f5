import type * as pulumi from "@pulumi/pulumi";
import * as kubernetes from "@pulumi/kubernetes";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { registerObject } from "../../workload/apply.ts";
import { createSecret } from "../../workload/secret.ts";
import { withoutHash } from "../../workload/config-map.ts";
import type { Owned } from "../control-plane.ts";
import { type AddonObject, generated, type InstallOptions, type SecretKeys } from "./addon.ts";

/** Annotation by which the provider waits for a condition. */
const waitFor = "pulumi.com/waitFor";

/**
 * Creates an add-on's objects, each after the one before it.
 * @param isStandIn whether no controller runs: a stand-in chart serves the CRDs alone, so that no condition ever holds
 * @param options `dependsOn` holds the release
 */
export function createObjects(
  name: string,
  objects: readonly AddonObject[],
  isStandIn: boolean,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  const made: pulumi.Resource[] = [];
  for (const object of objects) {
    const { kind, metadata } = object;
    const { [waitFor]: condition, ...others } = metadata.annotations ?? {};
    const waits = condition !== undefined && !isStandIn ? { [waitFor]: condition } : {};
    const annotations = { ...others, ...waits };
    // the API server drops an empty map, and each preview would show a change
    const noted = Object.keys(annotations).length === 0 ? {} : { annotations };
    const { annotations: _, ...plain } = metadata;
    const labels = { "app.kubernetes.io/managed-by": "hanok", ...metadata.labels };
    const place = metadata.namespace === undefined ? "" : `${metadata.namespace}-`;
    made.push(
      registerObject(
        `${name}-${place}${withoutHash(metadata.name)}-${kind.toLowerCase()}`,
        { ...object, metadata: { ...plain, labels, ...noted } },
        { ...options, dependsOn: [...options.dependsOn, ...made] },
      ),
    );
  }
  return made;
}

/** The ConfigMap `aws`, from which the pods take the names of the add-on's AWS resources. */
export function namesOfOwned(
  name: string,
  namespace: string,
  made: Readonly<Record<string, Owned>>,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  const all = Object.entries(made);
  if (all.length === 0) return [];
  const data = Object.fromEntries(all.map(([key, { id }]) => [key, id]));
  const map = new kubernetes.core.v1.ConfigMap(
    `${name}-aws`,
    {
      metadata: {
        name: "aws",
        namespace,
        labels: { "app.kubernetes.io/managed-by": "hanok" },
      },
      data,
    },
    options,
  );
  return [map, ...all.flatMap(([, { ready }]) => ready)];
}

/** Creates the Secrets of an add-on. A generated value stays as long as its Secret. */
export function createAddonSecrets(
  name: string,
  namespace: string,
  secrets: Readonly<Record<string, SecretKeys>>,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  return Object.entries(secrets).map(([secret, keys]) => {
    const valueOf = (key: string) =>
      new RandomPassword(
        `${name}-${secret}-${key}`,
        { length: 32, special: false },
        options.parent === undefined ? {} : { parent: options.parent },
      ).result;
    const values = Object.fromEntries(
      Object.entries(keys).map(([key, value]) => [key, value === generated ? valueOf(key) : value]),
    );
    const labels = { "app.kubernetes.io/managed-by": "hanok" };
    return createSecret(`${name}-${secret}`, { name: secret, namespace, labels, values }, options);
  });
}
