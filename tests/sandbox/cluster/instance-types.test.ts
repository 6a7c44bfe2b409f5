import { expect } from "chai";
import { describe, it } from "mocha";
import {
  allocatableOf,
  capacityOf,
  instanceType,
  instanceTypes,
} from "../../../sandbox/cluster/instance-types.ts";
import type { InstanceType } from "../../../sandbox/cluster/instance-types.ts";

/** Allocatable resources of these types, from https://karpenter.sh/docs/reference/instance-types/ (AL2023). */
const known: readonly (readonly [name: string, type: InstanceType, cpu: string, memory: string])[] =
  [
    ["a1.medium", { vcpu: 1, memoryMiB: 2048, arch: "arm64", maxPods: 8 }, "940m", "1392Mi"],
    ["a1.large", { vcpu: 2, memoryMiB: 4096, arch: "arm64", maxPods: 29 }, "1930m", "3055Mi"],
    ["a1.xlarge", { vcpu: 4, memoryMiB: 8192, arch: "arm64", maxPods: 58 }, "3920m", "6525Mi"],
    ["a1.2xlarge", { vcpu: 8, memoryMiB: 16384, arch: "arm64", maxPods: 58 }, "7910m", "14103Mi"],
    ["c3.large", { vcpu: 2, memoryMiB: 3840, arch: "amd64", maxPods: 29 }, "1930m", "2878Mi"],
    [
      "c3.4xlarge",
      { vcpu: 16, memoryMiB: 30720, arch: "amd64", maxPods: 234 },
      "15890m",
      "25487Mi",
    ],
    [
      "c4.8xlarge",
      { vcpu: 36, memoryMiB: 61440, arch: "amd64", maxPods: 234 },
      "35840m",
      "53903Mi",
    ],
  ];

describe("instance types", () => {
  for (const [name, type, cpu, memory] of known) {
    it(`has the allocatable resources of EKS on ${name}`, () => {
      expect(allocatableOf(type)).to.deep.equal({
        cpu,
        memory,
        pods: `${type.maxPods}`,
        "ephemeral-storage": "17408Mi",
      });
    });
  }

  it("never allocates more than the capacity", () => {
    for (const type of instanceTypes.values()) {
      const { cpu, memory } = allocatableOf(type);
      expect(Number.parseInt(cpu)).to.be.within(1, type.vcpu * 1000 - 1);
      expect(Number.parseInt(memory)).to.be.within(1, Number.parseInt(capacityOf(type).memory) - 1);
    }
  });

  it("derives the architecture from the family: a g after the number is Graviton", () => {
    for (const [name, { arch }] of instanceTypes) {
      expect(arch, name).to.equal(/^[a-z]+\d+gd?\./.test(name) ? "arm64" : "amd64");
    }
  });

  it("refuses an unknown type with key, value and remedy", () => {
    expect(() => instanceType("m7x.huge", "nodes[1].instanceType")).to.throw(
      /nodes\[1\]\.instanceType: "m7x\.huge" .*m7i\.xlarge.*sandbox\/cloud\/facts\/instances\.json/,
    );
  });
});
