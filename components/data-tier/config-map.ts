import { createHash } from "node:crypto";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { Named } from "../workload/objects.ts";
import type { Identity } from "../workload/availability.ts";

/** First digits of a hash of any data; a name with it is another one when the data is. */
export function shortHash(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
}

/** The name of a ConfigMap or Job before its hash: the resource stays the same one when its content does not. */
export function withoutHash(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

/**
 * Files under a name that carries their hash: pods of the old revision keep theirs, and pods follow a change because
 * they mount another name.
 */
export function configMap(
  owner: Identity,
  files: Readonly<Record<string, string>>,
): Named<IConfigMap> {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `${owner.name}-${shortHash(files)}`,
      namespace: owner.namespace,
      labels: owner.labels,
    },
    immutable: true,
    data: { ...files },
  };
}
