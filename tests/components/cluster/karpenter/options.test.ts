import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  validateNodePool,
  type NodePoolOptions,
  nodePoolsOptions,
  seconds,
} from "../../../../components/cluster/karpenter/options.ts";
import { issueLine } from "../../../../components/validation.ts";
import { dev } from "../../../../stacks/dev.ts";
import { prod } from "../../../../stacks/prod.ts";

const pool: NodePoolOptions = dev.nodePools.spot;
const lines = (pools: Readonly<Record<string, NodePoolOptions>>) =>
  validateNodePool(pools, "hanok:nodePools").map(issueLine);

describe("settings of node pools", () => {
  it("accept those of the profiles", () => {
    for (const { nodePools } of [dev, prod]) {
      expect(nodePoolsOptions.safeParse(nodePools).success).to.equal(true);
      expect(lines(nodePools)).to.be.empty;
    }
  });

  it("report each combined issue with its key", () => {
    const cases: readonly (readonly [Partial<NodePoolOptions>, string])[] = [
      [
        { nodeCpu: { min: 8, max: 4 } },
        "hanok:nodePools.spot.nodeCpu.min = 8 — is above max, which is 4.",
      ],
      [
        { nodeCpu: { min: 8, max: 8 }, limits: { cpu: 4, memory: "16Gi" } },
        "hanok:nodePools.spot.limits.cpu = 4 — is below one node of 8 vCPUs",
      ],
      [
        { budgets: [{ nodes: "1", schedule: "@daily" }] },
        'hanok:nodePools.spot.budgets[0] = "@daily" — has only one of schedule and duration.',
      ],
      [
        { budgets: [{ nodes: "100%" }] },
        'hanok:nodePools.spot.budgets = ["100%"] — lets every node go at once.',
      ],
      [
        { capacity: ["on-demand"], expireAfter: "336h" },
        'hanok:nodePools.spot.expireAfter = "336h" — would end all nodes of one up at the same hour',
      ],
    ];
    for (const [change, expected] of cases) {
      const [line, ...more] = lines({ spot: { ...pool, ...change } });
      expect(line).to.contain(expected);
      expect(more).to.be.empty;
    }
    expect(lines({})[0]).to.contain("has no pool");
    expect(lines({ a: pool, b: pool })[0]).to.contain("b.weight = 50 — is the weight of a as well");
  });

  it("replace nodes by drift, under a budget that never lets all go", () => {
    for (const { nodePools } of [dev, prod])
      for (const { expireAfter, budgets } of Object.values(nodePools)) {
        expect(expireAfter).to.equal("Never");
        expect(budgets[0].nodes).to.match(/^(1|20%|50%)$/);
      }
    const spot = { ...pool, capacity: ["spot"], expireAfter: "336h" } as const;
    expect(lines({ spot })).to.deep.equal([]);
  });

  it("reject values that Karpenter refuses or that exceed a node's age", () => {
    const refused: readonly Partial<Record<keyof NodePoolOptions, unknown>>[] = [
      { capacity: [] },
      { capacity: ["reserved"] },
      { architectures: ["x86"] },
      { categories: ["t"] },
      { minGeneration: 4 },
      { limits: { cpu: 8 } },
      { limits: { cpu: 8, memory: "8" } },
      { expireAfter: "never" },
      { expireAfter: "721h" },
      { terminationGracePeriod: "48h" },
      { consolidation: { policy: "Always", after: "1m" } },
      { budgets: [] },
      { budgets: [{ nodes: "101%" }] },
      { budgets: [{ nodes: "1", schedule: "tomorrow" }] },
      { budgets: [{ nodes: "1", reasons: ["Expired"] }] },
      { weight: 0 },
      { weight: 101 },
    ];
    for (const change of refused) {
      const { success } = nodePoolsOptions.safeParse({ spot: { ...pool, ...change } });
      expect(success, JSON.stringify(change)).to.equal(false);
    }
    for (const name of ["Spot!", "system"])
      expect(nodePoolsOptions.safeParse({ [name]: pool }).success, name).to.equal(false);
  });

  it("read durations as Karpenter writes them", () => {
    const part = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(part, part, part, (hours, minutes, rest) => {
        expect(seconds(`${hours}h${minutes}m${rest}s`)).to.equal(
          hours * 3600 + minutes * 60 + rest,
        );
      }),
    );
    for (const none of ["", "h", "1d", "1m1h", "1.5h", "-1h"]) {
      expect(seconds(none)).to.equal(undefined);
    }
  });
});
