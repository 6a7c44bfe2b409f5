import type { CloudRecord } from "../../cloud/model.ts";
import type { Volume } from "../volumes.ts";
import type { AccountSide } from "./account.ts";

const type = "aws:ebs/volume:Volume";

/** The EBS volume that the CSI driver creates for a PersistentVolume. */
export function volumeRecord(volume: Volume, region: string, cluster: string): CloudRecord {
  const { csi, capacity, claimRef, nodeAffinity } = volume.spec;
  const zone =
    nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values?.[0] ?? "";
  return {
    type,
    id: csi?.volumeHandle ?? "",
    region,
    properties: {
      availabilityZone: zone,
      size: gibibytes(String(capacity?.["storage"] ?? 0)),
      type: "gp3",
      encrypted: true,
      // kubernetes-sigs/aws-ebs-csi-driver/docs/tagging.md
      tags: {
        KubernetesCluster: cluster,
        CSIVolumeName: volume.metadata.name,
        "ebs.csi.aws.com/cluster": "true",
        [`kubernetes.io/cluster/${cluster}`]: "owned",
        "kubernetes.io/created-for/pv/name": volume.metadata.name,
        "kubernetes.io/created-for/pvc/name": claimRef?.name ?? "",
        "kubernetes.io/created-for/pvc/namespace": claimRef?.namespace ?? "",
      },
    },
  };
}

export function putVolume(account: AccountSide, volume: Volume): void {
  const { store, region } = account;
  const cluster = account.clusterName();
  if (cluster === undefined || volume.spec.csi?.volumeHandle === undefined) return;
  store.alone(() => store.write(volumeRecord(volume, region, cluster)));
}

export function removeVolume({ store, region }: AccountSide, volume: Volume): void {
  const id = volume.spec.csi?.volumeHandle;
  if (id !== undefined) store.alone(() => store.remove({ region, type, id }));
}

const units: Readonly<Record<string, number>> = {
  Ki: 2 ** -20,
  Mi: 2 ** -10,
  Gi: 1,
  Ti: 2 ** 10,
  k: 1e3 / 2 ** 30,
  M: 1e6 / 2 ** 30,
  G: 1e9 / 2 ** 30,
  T: 1e12 / 2 ** 30,
};

/** Rounds up, because EBS sizes are whole gibibytes. */
function gibibytes(quantity: string): number {
  const [, digits = "0", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Math.ceil(Number(digits) * (units[unit] ?? 2 ** -30));
}
