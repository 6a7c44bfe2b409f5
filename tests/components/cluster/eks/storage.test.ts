import { expect } from "chai";
import { describe, it } from "mocha";
import { find, recordEks } from "./eks-under-test.ts";

describe("components/cluster/eks: volumes", () => {
  for (const [data, fate] of [
    ["discard", "Delete"],
    ["keep", "Retain"],
  ] as const) {
    it(`are encrypted gp3 in the pod's zone; with data: ${data} they are ${fate}`, async () => {
      const resources = await recordEks({}, { data });
      const { metadata, ...inputs } = find(resources, "StorageClass", "house-gp3").inputs;
      expect(metadata).to.deep.include({
        name: "gp3",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      });
      expect(inputs).to.deep.equal({
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        provisioner: "ebs.csi.aws.com",
        parameters: {
          type: "gp3",
          encrypted: "true",
          kmsKeyId: "arn:aws:test:ap-northeast-2:123456789012:house",
          "csi.storage.k8s.io/fstype": "ext4",
        },
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: fate,
      });
      const snapshots = find(resources, "VolumeSnapshotClass", "house-snapshots").inputs;
      expect(snapshots).to.deep.include({ driver: "ebs.csi.aws.com", deletionPolicy: fate });
    });
  }

  it("have a class that is replaced if data or the key changes, because Kubernetes cannot change it", async () => {
    const gp3 = find(await recordEks(), "StorageClass", "house-gp3");
    expect(gp3.replaceOnChanges).to.deep.equal(["reclaimPolicy", "parameters"]);
    // two classes of one name cannot exist
    expect(gp3.deleteBeforeReplace).to.equal(true);
  });

  it("depend on their driver and its CRDs", async () => {
    const { dependsOn } = find(await recordEks(), "VolumeSnapshotClass", "house-snapshots");
    expect(dependsOn).to.include.members(["house-aws-ebs-csi-driver", "house-snapshot-controller"]);
  });
});
