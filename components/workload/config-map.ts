import { createHash } from "node:crypto";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { Named } from "./objects.ts";
import type { Identity } from "./availability.ts";

/** First eight digits of a hash of JSON data. A name with this suffix changes with the data. */
export function shortHash(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
}

/** Name of a ConfigMap or Job without its hash. It keeps the Pulumi resource the same when the content changes. */
export function withoutHash(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

/**
 * Returns a ConfigMap whose name contains the hash of its files.
 * Pods of the old revision keep their files. A change rolls the pods, because they mount a new name.
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
