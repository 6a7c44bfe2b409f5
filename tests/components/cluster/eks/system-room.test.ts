import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { eksAddonNames, eksAddonTable } from "../../../../components/cluster/eks/addon-table.ts";
import { poolJobs } from "../../../../components/cluster/office-hours/pool-jobs.ts";
import { timetableOf } from "../../../../components/cluster/office-hours/timetable.ts";
import type { Redundancy } from "../../../../components/platform.ts";
import { workloads } from "../../../../sandbox/cluster/aws/addon-workloads.ts";
import { allocatableOf, instanceType } from "../../../../sandbox/cluster/instance-types.ts";
import { dev } from "../../../../stacks/dev.ts";
import { prod } from "../../../../stacks/prod.ts";
import { aws, smallest } from "../addons/contexts.ts";

/** Requests of one pod, in millicores and MiB. */
interface Pod {
  readonly of: string;
  readonly cpu: number;
  readonly memory: number;
  /** Whether it runs on every node, or at most once per node. */
  readonly place?: "every node" | "own node";
}

const millicores = (text: string): number =>
  text.endsWith("m") ? Number.parseInt(text) : Number(text) * 1000;
const mebibytes = (text: string): number =>
  text.endsWith("Gi") ? Number.parseFloat(text) * 1024 : Number.parseFloat(text);

/** What an EKS add-on's configuration says of its pods. */
const told = z.object({
  replicaCount: z.number().optional(),
  replicas: z.number().optional(),
  controller: z.object({ replicaCount: z.number() }).optional(),
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }) }).optional(),
});

function podsOfEks(redundancy: Redundancy): readonly Pod[] {
  return eksAddonNames.flatMap((name) => {
    const values = told.parse(
      eksAddonTable[name].values?.({ clusterName: "main", redundancy, tags: {} }) ?? {},
    );
    const count = values.replicaCount ?? values.replicas ?? values.controller?.replicaCount;
    return (workloads[name] ?? []).flatMap(({ kind, name: of, replicas, ...requests }) => {
      const { cpu, memory } = values.resources?.requests ?? requests;
      const pod = { of, cpu: millicores(cpu), memory: mebibytes(memory) };
      if (kind === "DaemonSet") return [{ ...pod, place: "every node" as const }];
      return Array.from({ length: count ?? replicas ?? 1 }, () => pod);
    });
  });
}

function podsOfCharts(redundancy: Redundancy): readonly Pod[] {
  // a DaemonSet of any add-on has a pod on the system nodes too
  return Object.values(addonTable)
    .flatMap(({ runsOn, footprint }) =>
      footprint({ ...smallest, redundancy, aws }).map((workload) => ({ runsOn, workload })),
    )
    .flatMap(({ runsOn, workload }): readonly Pod[] => {
      const { name: of, cpu, memory } = workload;
      const pod = { of, cpu: millicores(cpu), memory: mebibytes(memory) };
      if (workload.kind === "DaemonSet") return [{ ...pod, place: "every node" }];
      if (runsOn !== "system" || workload.kind === "Job") return [];
      const place = workload.spread === "node" ? { place: "own node" as const } : {};
      return Array.from({ length: workload.replicas }, () => ({ ...pod, ...place }));
    });
}

/** A CronJob, with the fields that are counted here. */
const requests = z.object({ cpu: z.string(), memory: z.string() });
const container = z.object({ resources: z.object({ requests }) });
const podSpec = z.object({ containers: z.tuple([container]) });
const cronJob = z.object({
  jobTemplate: z.object({ spec: z.object({ template: z.object({ spec: podSpec }) }) }),
});

/** The evening Job, whose containers run one after another. */
function podOfHours(): Pod {
  const timetable = timetableOf({ kind: "office", from: "08:00", to: "20:00" });
  const { close } = poolJobs({ nodePools: ["one"], timetable, timeZone: "UTC" });
  const [{ resources }] = cronJob.parse(close).jobTemplate.spec.template.spec.containers;
  const { cpu, memory } = resources.requests;
  return { of: "hours", cpu: millicores(cpu), memory: mebibytes(memory) };
}

/**
 * Pods that do not fit on a number of nodes of this type. Like the scheduler, it places large pods first, each on the
 * first node with room.
 */
function leftOver(pods: readonly Pod[], type: string, count: number): readonly string[] {
  const spec = instanceType(type, "systemNodes");
  // with prefix delegation, Bottlerocket reserves memory for 110 pods
  const { cpu, memory } = allocatableOf({ ...spec, maxPods: 110 });
  const onEach = pods.filter(({ place }) => place === "every node");
  const sum = (key: "cpu" | "memory") => onEach.reduce((all, pod) => all + pod[key], 0);
  const nodes = Array.from({ length: count }, () => ({
    cpu: millicores(cpu) - sum("cpu"),
    memory: mebibytes(memory) - sum("memory"),
    has: new Set<string>(),
  }));
  return pods
    .filter(({ place }) => place !== "every node")
    .toSorted((one, other) => other.memory - one.memory)
    .flatMap((pod) => {
      const node = nodes.find(
        (each) =>
          each.cpu >= pod.cpu &&
          each.memory >= pod.memory &&
          !(pod.place === "own node" && each.has.has(pod.of)),
      );
      if (node === undefined) return [pod.of];
      node.cpu -= pod.cpu;
      node.memory -= pod.memory;
      node.has.add(pod.of);
      return [];
    });
}

for (const [stack, { cluster, redundancy }] of Object.entries({ dev, prod })) {
  const { instanceType: type, count } = cluster.systemNodes;

  describe(`system nodes of ${stack}, ${count} ${type}`, () => {
    const pods = [...podsOfEks(redundancy), ...podsOfCharts(redundancy), podOfHours()];

    it("have room for all of their pods", () => {
      expect(pods.map(({ of }) => of)).to.include.members(["karpenter", "coredns", "aws-node"]);
      expect(leftOver(pods, type, count)).to.deep.equal([]);
    });

    it("have room for all of them while one node is replaced, except for one pod per node", () => {
      const others = pods.filter(
        (pod, index) =>
          pod.place !== "own node" || pods.findIndex(({ of }) => of === pod.of) === index,
      );
      expect(leftOver(others, type, count - 1)).to.deep.equal([]);
    });

    it("have room for the successor of any pod", () => {
      for (const pod of pods.filter(({ place }) => place === undefined))
        expect(leftOver([...pods, pod], type, count), pod.of).to.deep.equal([]);
    });
  });
}

describe("the placement on nodes", () => {
  it("names pods without room", () => {
    const big: Pod = { of: "big", cpu: 100, memory: 1500 };
    expect(leftOver([big, big], "t4g.medium", 1)).to.deep.equal(["big"]);
    expect(leftOver([big, big], "t4g.medium", 2)).to.deep.equal([]);
    const apart: Pod = { of: "apart", cpu: 1, memory: 1, place: "own node" };
    expect(leftOver([apart, apart], "m7g.large", 1)).to.deep.equal(["apart"]);
  });
});
