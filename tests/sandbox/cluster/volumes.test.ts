import { expect } from "chai";
import { describe, it } from "mocha";
import {
  claimTask,
  driverFinalizer,
  isReclaimable,
  volumeFor,
} from "../../../sandbox/cluster/volumes.ts";
import type { Claim, Volume } from "../../../sandbox/cluster/volumes.ts";

const annotations = {
  "volume.kubernetes.io/selected-node": "node-b",
  "volume.kubernetes.io/storage-provisioner": "ebs.csi.aws.com",
};
const claim = (
  changes: Partial<Claim> = {},
  notes: Readonly<Record<string, string>> = annotations,
): Claim => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: {
    name: "data",
    namespace: "shop",
    uid: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    annotations: notes,
  },
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "gp3",
    volumeMode: "Filesystem",
    resources: { requests: { storage: "20Gi" } },
    ...changes.spec,
  },
  ...(changes.status ? { status: changes.status } : {}),
});
const node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node-b", labels: { "topology.kubernetes.io/zone": "ap-northeast-2b" } },
};
const gp3 = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "gp3" },
  reclaimPolicy: "Delete",
} as const;

describe("volumes", () => {
  it("waits for the scheduler's choice, and ignores claims of other provisioners", () => {
    expect(claimTask(claim({}, {}))).to.deep.equal({ task: "none" });
    const other = { ...annotations, "volume.kubernetes.io/storage-provisioner": "efs.csi.aws.com" };
    expect(claimTask(claim({}, other))).to.deep.equal({ task: "none" });
    expect(claimTask(claim())).to.deep.equal({
      task: "provision",
      node: "node-b",
      storageClass: "gp3",
    });
  });

  it("creates a volume of the claim's size in the node's zone, for this claim only", () => {
    expect(volumeFor(claim(), node, gp3)).to.deep.nested.include({
      "metadata.name": "pvc-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
      "spec.capacity.storage": "20Gi",
      "spec.claimRef.uid": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
      "spec.csi.volumeHandle": "vol-0a1b2c3d4e5f60718",
      "spec.persistentVolumeReclaimPolicy": "Delete",
      "spec.nodeAffinity.required.nodeSelectorTerms": [
        {
          matchExpressions: [
            { key: "topology.kubernetes.io/zone", operator: "In", values: ["ap-northeast-2b"] },
          ],
        },
      ],
    });
  });

  it("refuses a node without a zone", () => {
    const lost = { ...node, metadata: { name: "lost" } };
    expect(() => volumeFor(claim(), lost, gp3)).to.throw(/node lost has no label/);
  });

  it("expands a bound claim that requests another size", () => {
    const spec = { volumeName: "pv", resources: { requests: { storage: "40Gi" } } };
    const status = { phase: "Bound", capacity: { storage: "20Gi" } } as const;
    expect(claimTask(claim({ spec, status }))).to.deep.equal({
      task: "grow",
      volume: "pv",
      storage: "40Gi",
    });
    const grown = { phase: "Bound", capacity: { storage: "40Gi" } } as const;
    expect(claimTask(claim({ spec, status: grown }))).to.deep.equal({ task: "none" });
  });

  it("deletes a volume that was deleted by hand, if it has the driver's finalizer and no claim", () => {
    const volume = (
      phase: "Bound" | "Available" | "Released",
      finalizers: readonly string[],
    ): Volume => ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "pv", deletionTimestamp: "2026-01-01T00:00:00Z", finalizers },
      spec: {
        persistentVolumeReclaimPolicy: "Delete",
        csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" },
      },
      status: { phase },
    });
    expect(isReclaimable(volume("Released", [driverFinalizer]))).to.equal(true);
    expect(isReclaimable(volume("Available", [driverFinalizer]))).to.equal(true);
    expect(isReclaimable(volume("Bound", [driverFinalizer]))).to.equal(false);
    expect(isReclaimable(volume("Released", []))).to.equal(false);
  });

  it("deletes released volumes with the policy Delete only", () => {
    const volume = (policy: "Delete" | "Retain", phase: "Bound" | "Released"): Volume => ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "pv" },
      spec: {
        persistentVolumeReclaimPolicy: policy,
        csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" },
      },
      status: { phase },
    });
    expect(isReclaimable(volume("Delete", "Released"))).to.equal(true);
    expect(isReclaimable(volume("Retain", "Released"))).to.equal(false);
    expect(isReclaimable(volume("Delete", "Bound"))).to.equal(false);
  });
});
