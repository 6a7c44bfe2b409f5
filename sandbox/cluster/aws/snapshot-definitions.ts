import type { ApiObject } from "../api.ts";

const group = "snapshot.storage.k8s.io";

const kinds = [
  { kind: "VolumeSnapshot", scope: "Namespaced" },
  { kind: "VolumeSnapshotClass", scope: "Cluster" },
  { kind: "VolumeSnapshotContent", scope: "Cluster" },
] as const;

/**
 * The kinds that the add-on snapshot-controller brings (external-snapshotter, client/config/crd), without their schemas: nothing here
 * takes a snapshot.
 */
export const snapshotDefinitions: readonly ApiObject[] = kinds.map(({ kind, scope }) => {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("class") ? `${singular}es` : `${singular}s`;
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      // names of this group are kept for Kubernetes, and want a word of where they were approved
      annotations: {
        "api-approved.kubernetes.io":
          "https://github.com/kubernetes-csi/external-snapshotter/pull/814",
      },
    },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
});
