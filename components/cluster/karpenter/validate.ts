import { collect, type Report } from "../../validation.ts";
import type { NodePoolOptions } from "./options.ts";

/**
 * Validates pools whose single values are valid, against each other.
 * @param key setting of the pools, `hanok:nodePools`
 */
export function validateNodePool(pools: Readonly<Record<string, NodePoolOptions>>, key: string) {
  return collect((report) => {
    const weights = new Map<number, string>();
    const entries = Object.entries(pools);
    if (entries.length === 0) {
      const problem = "has no pool, so no pod of a system would find a node";
      report(key, undefined, problem, "Write at least one pool.");
    }
    for (const [name, pool] of entries) {
      validatePool(pool, `${key}.${name}`, report);
      // Karpenter chooses at random between two pools of the same weight
      const other = weights.get(pool.weight);
      weights.set(pool.weight, other ?? name);
      const remedy = "Give each pool a weight of its own: the highest is tried first.";
      if (other !== undefined)
        report(`${key}.${name}.weight`, pool.weight, `is the weight of ${other} as well`, remedy);
    }
  });
}

function validatePool(pool: NodePoolOptions, key: string, report: Report): void {
  const { nodeCpu, limits, budgets, expireAfter, capacity } = pool;
  if (nodeCpu.min > nodeCpu.max) {
    const problem = `is above max, which is ${nodeCpu.max}`;
    report(`${key}.nodeCpu.min`, nodeCpu.min, problem, "Write {min: 2, max: 16}.");
  }
  if (limits.cpu < nodeCpu.min) {
    const problem = `is below one node of ${nodeCpu.min} vCPUs, so there would be none`;
    report(`${key}.limits.cpu`, limits.cpu, problem, "Write the vCPUs of all nodes together.");
  }
  if (expireAfter !== "Never" && capacity.includes("on-demand")) {
    const problem =
      "would end all nodes of one up at the same hour, without a replacement and whatever the budgets say";
    const end = "Leave it out: a new image replaces the nodes by drift, under the budgets.";
    report(`${key}.expireAfter`, expireAfter, problem, end);
  }
  for (const [index, { schedule, duration }] of budgets.entries()) {
    if ((schedule === undefined) === (duration === undefined)) continue;
    const remedy = 'Write both: {nodes: "0", schedule: "0 0 * * 1-5", duration: 10h}.';
    const problem = "has only one of schedule and duration";
    report(`${key}.budgets[${index}]`, schedule ?? duration, problem, remedy);
  }
  const shares = budgets.map(({ nodes }) => nodes);
  const remedy = 'Write at least one that does not: {nodes: "10%"}.';
  if (shares.every((nodes) => nodes === "100%"))
    report(`${key}.budgets`, shares, "lets every node go at once", remedy);
}
