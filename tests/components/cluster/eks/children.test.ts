import { expect } from "chai";
import { describe, it } from "mocha";
import { find, recordEks, shown } from "./eks-under-test.ts";

const access = ["hanok-deploy-", "platform-admin-", "hanok-preview-"];

const policies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
];

/** Children for any settings, without access entries. */
const always = [
  "Key house",
  "LogGroup house",
  "Role house-service",
  "RolePolicyAttachment house-service",
  "RolePolicy house-service",
  "Cluster house",
  "Tag house-discovery",
  "SecurityGroupIngressRule house-api-10-16-0-0-16",
  "kubernetes house",
  ...["vpc-cni", "aws-ebs-csi-driver"].flatMap((name) => [
    `Role house-${name}`,
    `RolePolicyAttachment house-${name}`,
  ]),
  ...[
    "vpc-cni",
    "kube-proxy",
    "eks-pod-identity-agent",
    "coredns",
    "snapshot-controller",
    "aws-ebs-csi-driver",
    "metrics-server",
    "eks-node-monitoring-agent",
  ].map((name) => `Addon house-${name}`),
  "RolePolicy house-aws-ebs-csi-driver",
  "Role house-system",
  "RolePolicy house-system",
  ...policies.map((policy) => `RolePolicyAttachment house-system-${policy}`),
  "LaunchTemplate house-system",
  "NodeGroup house-system",
  ...["ecr-public", "k8s", "quay"].flatMap((name) => [
    `RepositoryCreationTemplate house-cache-${name}`,
    `PullThroughCacheRule house-cache-${name}`,
  ]),
  "StorageClass house-gp3",
  "VolumeSnapshotClass house-snapshots",
];

const withoutHash = (line: string): string => line.replace(/-[0-9a-f]{6}$/, "-");

describe("components/cluster/eks: children", () => {
  it("are exactly these, all below the cluster and with the account's provider", async () => {
    const resources = await recordEks();
    expect(resources.map(shown).map(withoutHash)).to.have.members([
      ...always,
      ...access.flatMap((name) => [
        `AccessEntry house-access-${name}`,
        `AccessPolicyAssociation house-access-${name}`,
      ]),
    ]);
    expect(new Set(resources.map(({ parent }) => parent))).to.deep.equal(new Set(["house"]));
    for (const { type, name, provider } of resources) {
      if (type.startsWith("aws:")) expect(provider, name).to.equal("aws");
      if (type.startsWith("kubernetes:")) expect(provider, name).to.equal("house");
    }
  });

  it("are the same in each run", async () => {
    expect(await recordEks()).to.deep.equal(await recordEks());
  });

  it("include a repository for each image, and a cache for each registry with a secret", async () => {
    const secret =
      "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
    const resources = await recordEks(
      { pullThrough: { "docker.io": secret } },
      { repositories: { "shop/api": ["1.4.2"] } },
    );
    const more = resources.map(shown).filter((one) => /docker|images/.test(one));
    expect(more).to.have.members([
      "Repository house-images-shop-api",
      "LifecyclePolicy house-images-shop-api",
      "RepositoryCreationTemplate house-cache-docker",
      "PullThroughCacheRule house-cache-docker",
    ]);
    expect(find(resources, "PullThroughCacheRule", "house-cache-docker").inputs).to.deep.equal({
      ecrRepositoryPrefix: "hanok-test/docker",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn: secret,
    });
  });

  it("are protected where data is kept, except those that a changed setting deletes", async () => {
    const kept = await recordEks({}, { data: "keep", repositories: { "shop/api": ["1.4.2"] } });
    // the component's transform protects the cluster itself
    expect(kept.filter(({ protect }) => protect).map(shown)).to.have.members([
      "Key house",
      "Repository house-images-shop-api",
    ]);
    const gone = await recordEks({}, { repositories: { "shop/api": ["1.4.2"] } });
    expect(gone.filter(({ protect }) => protect)).to.deep.equal([]);
  });
});
