import type { ApiObject } from "./api.ts";

export const provisioner = "ebs.csi.aws.com";
const zoneLabel = "topology.kubernetes.io/zone";
const selectedNode = "volume.kubernetes.io/selected-node";

export interface Claim extends ApiObject {
  readonly spec: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  };
  readonly status?: { readonly phase?: string; readonly capacity?: { readonly storage?: string } };
}

export interface Volume extends ApiObject {
  readonly metadata: ApiObject["metadata"] & { readonly finalizers?: readonly string[] };
  readonly spec: {
    readonly persistentVolumeReclaimPolicy?: string;
    readonly capacity?: { readonly storage?: string | undefined };
    readonly accessModes?: readonly string[] | undefined;
    readonly volumeMode?: string | undefined;
    readonly storageClassName?: string;
    readonly claimRef?: Partial<
      Record<"apiVersion" | "kind" | "namespace" | "name" | "uid", string | undefined>
    >;
    readonly csi?: { readonly driver: string; readonly volumeHandle?: string };
    readonly nodeAffinity?: {
      readonly required?: {
        readonly nodeSelectorTerms?: readonly {
          readonly matchExpressions?: readonly {
            readonly key: string;
            readonly operator: string;
            readonly values?: readonly string[];
          }[];
        }[];
      };
    };
  };
  readonly status?: { readonly phase?: string };
}

export interface StorageClass extends ApiObject {
  readonly reclaimPolicy?: string;
}

/**
 * Holds a volume until the driver has deleted what is behind it: Kubernetes since 1.33 (HonorPVReclaimPolicy).
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolume-deletion-protection-finalizer
 */
export const driverFinalizer = "external-provisioner.volume.kubernetes.io/finalizer";

/** What the provisioner has to do about a claim. */
export type ClaimTask =
  | { readonly task: "none" }
  /** Make a volume in the zone of this node. */
  | { readonly task: "provision"; readonly node: string; readonly storageClass: string }
  /** Make the volume as large as the claim asks. */
  | { readonly task: "grow"; readonly volume: string; readonly storage: string };

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

/** Tells the scheduler to choose again: the node that it chose is gone. */
export const unselect = { metadata: { annotations: { [selectedNode]: null } } };

/**
 * The volume that the EBS CSI driver would make for a claim: in one zone, bound to this claim only.
 * @throws on a node without a zone
 */
export function volumeFor(claim: Claim, node: ApiObject, storageClass: StorageClass): Volume {
  const { name, namespace, uid = "" } = claim.metadata;
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
      capacity: { storage: claim.spec.resources?.requests?.storage },
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
      // EBS volume ids have 17 hexadecimal digits
      csi: { driver: provisioner, volumeHandle: `vol-${uid.replaceAll("-", "").slice(0, 17)}` },
    },
  };
}

/** A volume of ours whose claim is gone, or which somebody deletes by hand, and whose class says that it goes too. */
export const isReclaimable = ({ metadata, spec, status }: Volume): boolean =>
  spec.csi?.driver === provisioner &&
  spec.persistentVolumeReclaimPolicy === "Delete" &&
  (metadata.deletionTimestamp === undefined
    ? status?.phase === "Released"
    : (metadata.finalizers?.includes(driverFinalizer) ?? false) && status?.phase !== "Bound");
