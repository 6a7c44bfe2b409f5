import { expect } from "chai";
import { describe, it } from "mocha";
import { nodeClass, nodePool } from "../../../../components/cluster/karpenter/node-pools.ts";
import { dev } from "../../../../stacks/dev.ts";
import { prod } from "../../../../stacks/prod.ts";
import { definitionOf } from "../../../support/custom-resource.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b"];
const made = nodeClass({
  clusterName: "hanok-test",
  nodeImage: "1.66.0",
  tags: { "hanok:stack": "test" },
});
const pools = Object.entries({ dev, prod }).flatMap(([profile, { nodePools }]) =>
  Object.entries(nodePools).map(([name, options]) => ({
    title: `${name} of ${profile}`,
    options,
    pool: nodePool({ name, options, nodeClass: made.metadata.name, zones }),
  })),
);

describe("Karpenter's node class", () => {
  it("finds image, network and role by names that are known before they exist", () => {
    expect(made.spec).to.deep.include({
      amiSelectorTerms: [{ alias: "bottlerocket@v1.66.0" }],
      instanceProfile: "hanok-test-karpenter-node",
      subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "hanok-test" } }],
      securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "hanok-test" } }],
      tags: { "hanok:stack": "test", Name: "hanok-test-karpenter" },
    });
  });

  it("pins an exact image, because an alias without a version would replace nodes by itself", () => {
    expect(made.spec.amiSelectorTerms[0]?.alias).to.match(/^bottlerocket@v\d+\.\d+\.\d+$/);
  });

  it("encrypts both disks, and gives pods no access to the node's role", () => {
    const disks = made.spec.blockDeviceMappings;
    expect(disks.map(({ deviceName }) => deviceName)).to.deep.equal(["/dev/xvda", "/dev/xvdb"]);
    for (const { ebs } of disks) expect(ebs).to.include({ encrypted: true, volumeType: "gp3" });
    expect(made.spec.metadataOptions).to.include({
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("has no tag that Karpenter reserves", () => {
    const kept = /^(eks:eks-cluster-name|kubernetes\.io\/cluster\/|karpenter\.)/;
    expect(Object.keys(made.spec.tags).filter((key) => kept.test(key))).to.be.empty;
  });

  it("matches Karpenter's CRD", function () {
    const check = definitionOf("karpenter-crd", "EC2NodeClass", "v1");
    if (check === undefined) return this.skip();
    expect(check(made)).to.be.empty;
    expect(check({ ...made, spec: { ...made.spec, instanceProfil: "x" } })).not.to.be.empty;
  });
});

describe("Karpenter's pools", () => {
  it("have the node properties of the settings", () => {
    const [first] = pools;
    expect(first?.pool.spec.template.spec.requirements).to.deep.equal([
      { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
      { key: "topology.kubernetes.io/zone", operator: "In", values: zones },
      { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
      { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["5"] },
      { key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: ["1"] },
      { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: ["9"] },
    ]);
    expect(first?.pool.spec).to.deep.include({
      limits: { cpu: "32", memory: "128Gi" },
      weight: 50,
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "1m",
        budgets: [{ nodes: "50%" }],
      },
    });
  });

  it("create nodes of both architectures: amd64 for a team's images, Graviton for the platform's pods", () => {
    for (const { options, title } of pools)
      expect(options.architectures, title).to.have.members(["arm64", "amd64"]);
  });

  it("prefer Spot in development, and use on-demand first in production", () => {
    const first = (profile: typeof dev | typeof prod) =>
      Object.entries(profile.nodePools).sort(([, a], [, b]) => b.weight - a.weight)[0]?.[0];
    expect(first(dev)).to.equal("spot");
    expect(first(prod)).to.equal("on-demand");
  });

  for (const { title, pool } of pools) {
    it(`${title} matches Karpenter's CRD`, function () {
      const check = definitionOf("karpenter-crd", "NodePool", "v1");
      if (check === undefined) return this.skip();
      expect(check(pool)).to.be.empty;
      const spoilt = { ...pool, spec: { ...pool.spec, weight: 101 } };
      expect(check(spoilt)).not.to.be.empty;
    });
  }
});
