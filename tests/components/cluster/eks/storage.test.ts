import { expect } from "chai";
import { describe, it } from "mocha";
import { find, json, recordEks } from "./eks-under-test.ts";

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

describe("components/cluster/eks: repositories", () => {
  const record = (data: "keep" | "discard") =>
    recordEks({}, { data, repositories: ["team/shop-api"] });

  it("have immutable tags and scans, and are deleted with their images where data is discarded", async () => {
    const resources = await record("discard");
    expect(find(resources, "Repository", "house-images-team-shop-api").inputs).to.deep.equal({
      name: "team/shop-api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS" }],
      forceDelete: true,
      tags: { Name: "house-images-team-shop-api" },
    });
    const policy = find(resources, "LifecyclePolicy", "house-images-team-shop-api");
    expect(policy.inputs["repository"]).to.equal("team/shop-api");
    expect(json(policy, "policy")).to.deep.equal({
      rules: [
        {
          rulePriority: 1,
          description: "Without a tag, a week",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "The last hundred",
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("keep their images where data is kept", async () => {
    const { inputs } = find(await record("keep"), "Repository", "house-images-team-shop-api");
    expect(inputs).to.deep.include({ forceDelete: false });
  });

  it("of caches come from a template that exists before the first pull", async () => {
    const resources = await record("discard");
    const rule = find(resources, "PullThroughCacheRule", "house-cache-k8s");
    expect(rule.inputs).to.deep.equal({
      ecrRepositoryPrefix: "hanok-test/k8s",
      upstreamRegistryUrl: "registry.k8s.io",
    });
    expect(rule.dependsOn).to.include("house-cache-k8s");
    const template = find(resources, "RepositoryCreationTemplate", "house-cache-k8s").inputs;
    expect(template).to.deep.include({
      prefix: "hanok-test/k8s",
      appliedFors: ["PULL_THROUGH_CACHE"],
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    });
    expect(JSON.parse(String(template["lifecyclePolicy"]))).to.deep.include({
      rules: [
        {
          rulePriority: 1,
          description: "A month",
          selection: {
            tagStatus: "any",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 30,
          },
          action: { type: "expire" },
        },
      ],
    });
  });
});
