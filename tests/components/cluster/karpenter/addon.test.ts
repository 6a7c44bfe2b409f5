import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { z } from "zod";
import type { AddonContext } from "../../../../components/cluster/addons/addon.ts";
import { karpenter } from "../../../../components/cluster/karpenter/addon.ts";
import { aws, contexts, largest, smallest } from "../addons/contexts.ts";

const chart = new URL("../../../../../shared/charts/karpenter/values.yaml", import.meta.url);
const tree = z.record(z.string(), z.json());

/** Merges values as Helm does: maps are merged, and all other values are replaced. */
function merged(theirs: unknown, ours: unknown): unknown {
  const [one, other] = [tree.safeParse(theirs), tree.safeParse(ours)];
  if (!one.success || !other.success) return ours;
  const keys = new Set([...Object.keys(one.data), ...Object.keys(other.data)]);
  const entries = [...keys].map((key) => {
    const [before = null, after] = [one.data[key], other.data[key]];
    return [key, after === undefined ? before : merged(before, after)];
  });
  return Object.fromEntries(entries);
}

const rendered = z.object({
  replicas: z.number(),
  strategy: z.object({ rollingUpdate: z.object({ maxUnavailable: z.number() }) }),
  affinity: z.object({
    nodeAffinity: z.object({ requiredDuringSchedulingIgnoredDuringExecution: z.json() }),
    podAntiAffinity: z.object({ requiredDuringSchedulingIgnoredDuringExecution: z.json() }),
  }),
  topologySpreadConstraints: z.json(),
  podDisruptionBudget: z.object({ maxUnavailable: z.number() }),
});

const render = (context: AddonContext) =>
  rendered.parse(merged(tree.parse(parse(readFileSync(chart, "utf8"))), karpenter.values(context)));

describe("pods of Karpenter, from the released chart with our values", () => {
  before(function () {
    if (existsSync(chart)) return;
    console.log("      skipped: ../shared/charts/karpenter is not there");
    this.skip();
  });

  it("run on separate nodes, and in separate zones if possible", () => {
    const { replicas, affinity, topologySpreadConstraints } = render({ ...largest, aws });
    expect(replicas).to.equal(2);
    expect(affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).to.deep.equal([
      { topologyKey: "kubernetes.io/hostname" },
    ]);
    expect(topologySpreadConstraints).to.deep.equal([
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
      },
    ]);
  });

  it("never run on nodes that Karpenter creates", () => {
    for (const context of contexts) {
      const { nodeAffinity } = render(context).affinity;
      expect(nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution).to.deep.equal({
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "DoesNotExist" }] },
        ],
      });
    }
  });

  it("are awaited: Helm calls a release ready once all pods but `maxUnavailable` are", () => {
    for (const context of contexts) {
      const { replicas, strategy } = render(context);
      expect(replicas - strategy.rollingUpdate.maxUnavailable).to.be.at.least(1);
    }
  });

  it("can be updated: one pod stops first if each needs a node, and a single pod's successor fits beside it", () => {
    for (const context of contexts) {
      const { replicas, strategy, affinity } = render(context);
      const { requiredDuringSchedulingIgnoredDuringExecution: apart } = affinity.podAntiAffinity;
      const { maxUnavailable } = strategy.rollingUpdate;
      expect(replicas === 1 ? [maxUnavailable, apart] : [maxUnavailable]).to.deep.equal(
        replicas === 1 ? [0, []] : [1],
      );
    }
  });

  it("do not block the drain of a node", () => {
    for (const context of contexts)
      expect(render(context).podDisruptionBudget.maxUnavailable).to.equal(1);
  });
});

describe("settings of Karpenter, from the released chart with our values", () => {
  const gates = z.object({
    settings: z.object({ featureGates: z.record(z.string(), z.boolean()) }),
  });

  before(function () {
    if (!existsSync(chart)) this.skip();
  });

  it("replace a node whose kubelet is dead, and leave the other feature gates as they are", () => {
    const theirs = tree.parse(parse(readFileSync(chart, "utf8")));
    const before = gates.parse(theirs).settings.featureGates;
    const after = gates.parse(merged(theirs, karpenter.values({ ...smallest, aws })));
    expect(before["nodeRepair"]).to.equal(false);
    expect(after.settings.featureGates).to.deep.equal({ ...before, nodeRepair: true });
  });
});

describe("footprint of Karpenter", () => {
  it("equals the chart's requests", () => {
    expect(karpenter.footprint(largest)).to.have.nested.property("[0].spread", "node");
    expect(karpenter.footprint(smallest)).to.have.nested.property("[0].spread", "none");
  });
});
