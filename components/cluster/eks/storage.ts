import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy } from "../../platform.ts";

const driver = "ebs.csi.aws.com";

/** Default classes of volumes and of their snapshots. */
export function createStorageClasses(
  name: string,
  { data }: { readonly data: DataPolicy },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  // where data is kept, a claim that goes leaves its volume behind, with the tags by which it is found
  const fate = data === "keep" ? "Retain" : "Delete";
  const managedBy = { "app.kubernetes.io/managed-by": "hanok" };
  return [
    new kubernetes.storage.v1.StorageClass(
      `${name}-gp3`,
      {
        metadata: {
          name: "gp3",
          labels: managedBy,
          annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
        provisioner: driver,
        // AWS's own key for EBS: it costs nothing, and Karpenter's nodes need no grant
        parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
        // in the zone of the pod
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: fate,
      },
      // Kubernetes lets no field of a class be changed but its expansion, and the provider would try: `hanok:data: discard` changes this one
      { ...options, replaceOnChanges: ["reclaimPolicy"], deleteBeforeReplace: true },
    ),
    new kubernetes.apiextensions.CustomResource(
      `${name}-snapshots`,
      {
        apiVersion: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotClass",
        metadata: {
          name: "ebs",
          labels: managedBy,
          annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
        },
        driver,
        deletionPolicy: fate,
      },
      options,
    ),
  ];
}
