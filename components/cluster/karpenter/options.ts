import { z } from "zod";
import { validateLabel } from "../../check/names.ts";
import { memory } from "../../check/quantity.ts";
import { type Infer, list, matching, text, whole } from "../../check/schema.ts";
import type { Architecture } from "../../platform.ts";
import { collect, type Report } from "../../validation.ts";

/** Reserved name: with such a pool, the platform's own pods would run on nodes that Karpenter removes. */
const systemPool = "system";

const example =
  "Write {capacity: [spot], architectures: [arm64, amd64], categories: [c, m, r], minGeneration: 6, nodeCpu: {min: 2, max: 8}, …}; stacks/dev.ts has a whole one.";

const parts = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/;

/** Seconds of a duration such as `1h30m`; undefined if the text is not a duration. */
export function seconds(duration: string): number | undefined {
  const [whole, hours = "0", minutes = "0", rest = "0"] = parts.exec(duration) ?? [];
  if (whole === undefined || whole === "") return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

function durationProblem(value: string, longestHours: number): string | undefined {
  const found = seconds(value);
  if (found === undefined) return "is not a duration";
  return found > longestHours * 3600 ? `is longer than ${longestHours}h` : undefined;
}

const duration = (longestHours: number) => text((value) => durationProblem(value, longestHours));

const vcpus = whole(2, 192).meta({ unit: "vCPUs" });
const poolLimits = 'Write {cpu: 64, memory: "256Gi"}: the most of all nodes together.';
const consolidation = "Write {policy: WhenEmptyOrUnderutilized, after: 5m}.";
const remedy = 'Write {nodes: "10%"}, or one with schedule and duration.';
const cron = /^@(annually|yearly|monthly|weekly|daily|midnight|hourly)$|^(\S+\s){4}\S+$/;

const budget = z
  .strictObject({
    nodes: matching(/^((100|[0-9]{1,2})%|[0-9]{1,4})$/, "is neither a number nor a share").meta({
      description: "How many nodes may be removed at a time: a number, or a share like `10%`.",
      remedy,
    }),
    reasons: list(z.enum(["Underutilized", "Empty", "Drifted"]))
      .min(1)
      .meta({ description: "Reasons that the budget is for.", remedy })
      .optional()
      .meta({ otherwise: "each of them" }),
    schedule: matching(cron, "is not a cron schedule")
      .meta({ description: "When it begins to hold, in UTC; needs `duration`.", remedy })
      .optional()
      .meta({ otherwise: "always" }),
    duration: matching(/^(\d{1,4}h)?(\d{1,4}m)?$/, "is not a duration of hours and minutes")
      .meta({ description: "How long it holds, `8h`.", remedy })
      .optional(),
  })
  .meta({ remedy });

const pool = z
  .strictObject({
    capacity: list(z.enum(["spot", "on-demand"]))
      .min(1)
      .meta({
        description:
          "How EC2 is asked for a node: `spot` costs about a third, and is reclaimed with two minutes' notice.",
        remedy: "Write a list: [spot, on-demand].",
      }),
    architectures: list(z.enum(["arm64", "amd64"] satisfies Architecture[]))
      .min(1)
      .meta({
        description: "CPU architectures of the nodes.",
        remedy: "Write a list: [arm64, amd64].",
      }),
    categories: list(z.enum(["c", "m", "r"]))
      .min(1)
      .meta({
        description: "Families of EC2 by their letter: c has 2 GiB a vCPU, m 4, r 8.",
        remedy: "Write a list: [c, m, r].",
      }),
    minGeneration: whole(5, 9).meta({
      description: "Lowest generation of a family: 7 takes m7g and m8i.",
      remedy: "Write the lowest generation, 5 to 9.",
    }),
    nodeCpu: z.strictObject({ min: vcpus, max: vcpus }).meta({
      description: "vCPUs of one node, both bounds included.",
      remedy: "Write {min: 2, max: 16}: vCPUs of one node.",
    }),
    limits: z
      .strictObject({ cpu: whole(2, 10_000).meta({ unit: "vCPUs", remedy: poolLimits }), memory })
      .meta({
        description: "What all nodes of the pool together may have: the most that it may cost.",
        remedy: poolLimits,
      }),
    expireAfter: text((value) => (value === "Never" ? undefined : durationProblem(value, 720)))
      .meta({
        description:
          "Age at which a node ends. An expiry ignores the budgets and starts no replacement first, so only pools of Spot may have one.",
        remedy: "Write Never, or an age of 720h at most, like 336h.",
      })
      .default("Never"),
    terminationGracePeriod: duration(24).meta({
      description: "Longest that a node waits for its pods to end, whatever a budget still blocks.",
      remedy: "Write a time of 24h at most, like 15m.",
    }),
    consolidation: z
      .strictObject({
        policy: z.enum(["WhenEmpty", "WhenEmptyOrUnderutilized"]),
        after: duration(24).meta({ remedy: consolidation }),
      })
      .meta({ description: "When nodes that are not needed are removed.", remedy: consolidation }),
    budgets: list(budget)
      .min(1)
      .meta({
        description: "How many nodes may be removed at a time; the strictest counts.",
        remedy: `Write a list of budgets. ${remedy}`,
      }),
    weight: whole(1, 100).meta({
      description:
        "Of the pools that fit a pod, Karpenter tries the one of the highest weight first.",
      remedy: "Write a weight of 1 to 100.",
    }),
  })
  .meta({ description: "A kind of node that Karpenter may make.", remedy: example });

const poolName = text((name) =>
  name === systemPool
    ? { problem: "is the label of the system nodes", remedy: "Choose another name." }
    : validateLabel(name),
);

/** `hanok:nodePools`, by name. `validateNodePool` checks that its values fit together. */
export const nodePoolsOptions = z.record(poolName, pool).meta({
  description: "Nodes that Karpenter may make on EKS, by the name of the pool.",
  remedy: `Write pools by name: {spot: …}. ${example}`,
});

export type NodePoolOptions = Infer<typeof pool>;

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
