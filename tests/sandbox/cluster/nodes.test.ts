import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { nodesOf, regionOf, zoneIdOf } from "../../../sandbox/cluster/nodes.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];

describe("nodes", () => {
  it("creates nodes for each group, zone and count, with the labels of EC2", () => {
    const nodes = nodesOf([{ instanceType: "m7g.xlarge", perZone: 1 }], zones);
    expect(nodes.map(({ metadata }) => metadata.name)).to.deep.equal([
      "ap-northeast-2a-m7g-xlarge-1",
      "ap-northeast-2b-m7g-xlarge-1",
      "ap-northeast-2c-m7g-xlarge-1",
    ]);
    expect(nodes[1]?.metadata.labels).to.include({
      "node.kubernetes.io/instance-type": "m7g.xlarge",
      "topology.kubernetes.io/zone": "ap-northeast-2b",
      "topology.kubernetes.io/region": "ap-northeast-2",
      "kubernetes.io/arch": "arm64",
      "kubernetes.io/os": "linux",
      "kubernetes.io/hostname": "ap-northeast-2b-m7g-xlarge-1",
      "topology.k8s.aws/zone-id": "apne2-az2",
    });
    expect(nodes[0]?.spec.providerID).to.match(/^aws:\/\/\/ap-northeast-2a\/i-[0-9a-f]{17}$/);
  });

  it("gives each node a stable, unique name and instance ID", () => {
    const groups = fc.uniqueArray(
      fc.record({
        instanceType: fc.constantFrom("t3.large", "m7i.xlarge", "m7g.large"),
        perZone: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(groups, (given) => {
        const nodes = nodesOf(given, zones);
        const count = given.reduce((sum, { perZone }) => sum + perZone, 0) * zones.length;
        expect(new Set(nodes.map(({ metadata }) => metadata.name)).size).to.equal(count);
        expect(new Set(nodes.map(({ spec }) => spec.providerID)).size).to.equal(count);
        expect(nodesOf(given, zones)).to.deep.equal(nodes);
      }),
    );
  });

  it("refuses invalid groups and zones with key, value and remedy", () => {
    expect(() => nodesOf([{ instanceType: "nope", perZone: 1 }], zones)).to.throw(
      /nodes\[0\]\.instanceType: "nope"/,
    );
    expect(() => nodesOf([{ instanceType: "t3.large", perZone: 1.5 }], zones)).to.throw(
      /nodes\[0\]\.perZone: 1\.5/,
    );
    expect(() => nodesOf([{ instanceType: "t3.large", perZone: 1 }], ["seoul"])).to.throw(
      /zones: "seoul"/,
    );
    expect(() => nodesOf([{ instanceType: "t3.large", perZone: 0 }], zones)).to.throw(
      /there is no node/,
    );
    expect(() => nodesOf([{ instanceType: "t3.large", perZone: 1 }], [])).to.throw(
      /there is no node/,
    );
  });

  it("derives region and zone id", () => {
    expect(regionOf("ap-northeast-2c")).to.equal("ap-northeast-2");
    expect(
      ["ap-northeast-2c", "eu-west-1a", "us-east-1f", "eu-central-1b"].map(zoneIdOf),
    ).to.deep.equal(["apne2-az3", "euw1-az1", "use1-az6", "euc1-az2"]);
  });
});
