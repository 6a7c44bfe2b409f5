import type { IPersistentVolume } from "kubernetes-models/v1/PersistentVolume";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IStorageClass } from "kubernetes-models/storage.k8s.io/v1/StorageClass";
import type { ApiObject } from "./api.ts";

export const provisioner = "ebs.csi.aws.com";
const zoneLabel = "topology.kubernetes.io/zone";
const selectedNode = "volume.kubernetes.io/selected-node";

export type Claim = ApiObject &
  Required<Pick<IPersistentVolumeClaim, "spec">> &
  Pick<IPersistentVolumeClaim, "status">;

export interface Volume extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly finalizers?: readonly string[] };
  readonly spec: NonNullable<IPersistentVolume["spec"]>;
  readonly status?: IPersistentVolume["status"];
}

export type StorageClass = ApiObject & Pick<IStorageClass, "reclaimPolicy">;

/**
 * Keeps a PersistentVolume until the driver has deleted its storage; part of Kubernetes since 1.33 (HonorPVReclaimPolicy).
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolume-deletion-protection-finalizer
 */
export const driverFinalizer = "external-provisioner.volume.kubernetes.io/finalizer";

/** The next action for a claim. */
export type ClaimTask =
  | { readonly task: "none" }
  /** Create a volume in the zone of this node. */
  | { readonly task: "provision"; readonly node: string; readonly storageClass: string }
  /** Expand the volume to the requested size. */
  | { readonly task: "grow"; readonly volume: string; readonly storage: string | number };

export function claimTask({ metadata, spec, status }: Claim): ClaimTask {
  const storage = spec.resources?.requests?.storage;
  if (metadata.deletionTimestamp !== undefined || storage === undefined) return { task: "none" };
  if (spec.volumeName) {
    const grows = status?.phase === "Bound" && status.capacity?.storage !== storage;
    return grows ? { task: "grow", volume: spec.volumeName, storage } : { task: "none" };
  }
  const node = metadata.annotations?.[selectedNode];
  const ours = metadata.annotations?.["volume.kubernetes.io/storage-provisioner"] === provisioner;
  if (!ours || node === undefined || spec.storageClassName === undefined) return { task: "none" };
  return { task: "provision", node, storageClass: spec.storageClassName };
}

/** Makes the scheduler select another node, because the selected one is gone. */
export const unselect = { metadata: { annotations: { [selectedNode]: null } } };

/**
 * The volume that the EBS CSI driver creates for a claim: in one zone and bound to this claim.
 * @throws Error if the node has no zone
 */
export function volumeFor(claim: Claim, node: ApiObject, storageClass: StorageClass): Volume {
  const { name, namespace, uid = "" } = claim.metadata;
  const storage = claim.spec.resources?.requests?.["storage"] ?? 0;
  const zone = node.metadata.labels?.[zoneLabel];
  if (zone === undefined) throw new Error(`node ${node.metadata.name} has no label ${zoneLabel}`);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name: `pvc-${uid}`,
      annotations: { "pv.kubernetes.io/provisioned-by": provisioner },
    },
    spec: {
      capacity: { storage },
      accessModes: claim.spec.accessModes,
      volumeMode: claim.spec.volumeMode,
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name, uid },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: zoneLabel, operator: "In", values: [zone] }] },
          ],
        },
      },
      // EBS volume IDs have 17 hexadecimal digits
      csi: { driver: provisioner, volumeHandle: `vol-${uid.replaceAll("-", "").slice(0, 17)}` },
    },
  };
}

/** Whether a volume has to be deleted: its policy is Delete, and its claim is gone or it was deleted by hand. */
export const isReclaimable = ({ metadata, spec, status }: Volume): boolean =>
  spec.csi?.driver === provisioner &&
  spec.persistentVolumeReclaimPolicy === "Delete" &&
  (metadata.deletionTimestamp === undefined
    ? status?.phase === "Released"
    : (metadata.finalizers?.includes(driverFinalizer) ?? false) && status?.phase !== "Bound");
