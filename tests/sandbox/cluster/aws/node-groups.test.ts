import { expect } from "chai";
import fc from "fast-check";
import { blockOf, contains } from "../../../../sandbox/cloud/cidr.ts";
import type { CloudRecord, Properties } from "../../../../sandbox/cloud/model.ts";
import { nodesOfGroups } from "../../../../sandbox/cluster/aws/node-groups.ts";

const region = "ap-northeast-2";
const subnet = (id: string, zone: string, cidrBlock: string): CloudRecord => ({
  ...{ type: "aws:ec2/subnet:Subnet", id, region },
  properties: { availabilityZone: `${region}${zone}`, cidrBlock },
});
const subnets = [subnet("a", "a", "10.0.0.0/24"), subnet("c", "c", "10.0.1.0/24")];

const group = (name: string, more: Properties = {}): CloudRecord => ({
  ...{ type: "aws:eks/nodeGroup:NodeGroup", id: `main:${name}`, region },
  properties: {
    nodeGroupName: name,
    status: "ACTIVE",
    subnetIds: ["a", "c"],
    instanceTypes: ["t4g.medium"],
    capacityType: "ON_DEMAND",
    scalingConfig: { minSize: 0, maxSize: 9, desiredSize: 3 },
    ...more,
  },
});

describe("nodes of EKS node groups", () => {
  it("are distributed over the group's subnets, with its labels and taints", () => {
    const taints = [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }];
    const nodes = nodesOfGroups(
      [group("system", { labels: { "hanok.dev/pool": "system" }, taints })],
      subnets,
    );
    expect(
      nodes.map(({ metadata }) => metadata.labels["topology.kubernetes.io/zone"]),
    ).to.deep.equal([`${region}a`, `${region}c`, `${region}a`]);
    expect(nodes[1]?.metadata.labels).to.include({
      "hanok.dev/pool": "system",
      "eks.amazonaws.com/nodegroup": "system",
      "kubernetes.io/arch": "arm64",
      "node.kubernetes.io/instance-type": "t4g.medium",
    });
    expect(nodes[1]?.spec.taints).to.deep.equal([
      { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" },
    ]);
    expect(nodes[1]?.metadata.name).to.match(/^ip-10-0-1-\d+\.ap-northeast-2\.compute\.internal$/);
    expect(nodes[1]?.spec.providerID).to.match(/^aws:\/\/\/ap-northeast-2c\/i-0[0-9a-f]{16}$/);
  });

  it("have the desired number and distinct addresses, which stay the same when nodes are added", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, (wanted) => {
        const groups = wanted.map((desiredSize, index) =>
          group(`group-${index}`, { scalingConfig: { desiredSize } }),
        );
        const nodes = nodesOfGroups(groups, subnets);
        const addresses = nodes.map(({ status }) => status.addresses[0]?.address ?? "");
        expect(nodes).to.have.length(wanted.reduce((sum, one) => sum + one, 0));
        expect(new Set(addresses).size).to.equal(nodes.length);
        for (const [at, address] of addresses.entries()) {
          const zone = nodes[at]?.metadata.labels["topology.kubernetes.io/zone"];
          const range = zone === `${region}a` ? "10.0.0.0/24" : "10.0.1.0/24";
          const [all, one] = [blockOf(range), blockOf(`${address}/32`)];
          expect(all && one && contains(all, one)).to.equal(true);
        }
      }),
    );
    const few = nodesOfGroups([group("one")], subnets);
    const more = nodesOfGroups([group("one", { scalingConfig: { desiredSize: 5 } })], subnets);
    expect(more.slice(0, 3)).to.deep.equal(few);
  });

  it("take as many pods as the network plug-in has addresses, for which Bottlerocket reserves memory", () => {
    const plugIn = (env: object): CloudRecord => ({
      ...{ type: "aws:eks/addon:Addon", id: "main:vpc-cni", region },
      properties: {
        addonName: "vpc-cni",
        clusterName: "main",
        configurationValues: JSON.stringify({ env }),
      },
    });
    const allocatable = (amiType: string, addons: readonly CloudRecord[], type = "t4g.medium") => {
      const of = group("one", { amiType, clusterName: "main", instanceTypes: [type] });
      const [node] = nodesOfGroups([of], subnets, addons);
      return [node?.status.allocatable.pods, node?.status.allocatable.memory];
    };
    const prefixes = [plugIn({ ENABLE_PREFIX_DELEGATION: "true" })];
    // (4096 - 64) * 0.925 = 3729, minus 100 for eviction, and 255 + 11 for each pod
    expect(allocatable("BOTTLEROCKET_ARM_64", [])).to.deep.equal(["17", "3187Mi"]);
    expect(allocatable("BOTTLEROCKET_ARM_64", prefixes)).to.deep.equal(["110", "2164Mi"]);
    expect(allocatable("AL2023_ARM_64_STANDARD", prefixes)).to.deep.equal(["110", "3187Mi"]);
    expect(allocatable("BOTTLEROCKET_ARM_64", [plugIn({})])).to.deep.equal(["17", "3187Mi"]);
    expect(allocatable("BOTTLEROCKET_x86_64", prefixes, "m7i.8xlarge")[0]).to.equal("250");
  });

  it("do not exist if the group failed or its subnets do not exist", () => {
    expect(nodesOfGroups([group("bad", { status: "CREATE_FAILED" })], subnets)).to.deep.equal([]);
    expect(nodesOfGroups([group("lost")], [])).to.deep.equal([]);
  });
});
