import type { z } from "zod";
import { memory } from "../../check/quantity.ts";
import { validateLabel } from "../../check/names.ts";
import { fields, list, table, text, whole, word } from "../../check/schema.ts";
import type { Architecture, Quantity } from "../../platform.ts";
import type { ConsolidationPolicy, DisruptionBudget } from "./types.ts";

/** How EC2 is asked for a node: `spot` costs about a third, and is taken back with two minutes' notice. */
export type CapacityType = "spot" | "on-demand";

/** A kind of node that Karpenter may make. */
export interface NodePoolOptions {
  readonly capacity: readonly CapacityType[];
  readonly architectures: readonly Architecture[];
  /** Families of EC2 by their letter: c has 2 GiB a vCPU, m 4, r 8. */
  readonly categories: readonly InstanceCategory[];
  /** Lowest generation of a family: 7 takes m7g and m8i. */
  readonly minGeneration: number;
  /** vCPUs of one node, both bounds included. */
  readonly nodeCpu: { readonly min: number; readonly max: number };
  /** What all of the pool's nodes together may have: the most that it may cost. */
  readonly limits: { readonly cpu: number; readonly memory: Quantity };
  /** Age at which a node is replaced, so that nodes get new images. At most 720 h. */
  readonly expireAfter: string;
  /** Longest that a node waits for its pods to end; what a budget still blocks then is ended all the same. */
  readonly terminationGracePeriod: string;
  readonly consolidation: { readonly policy: ConsolidationPolicy; readonly after: string };
  readonly budgets: readonly DisruptionBudget[];
  /** 1 to 100: of the pools that fit a pod, the one of the highest weight is tried first. */
  readonly weight: number;
}

export type InstanceCategory = (typeof categories)[number];

/** Pods of the platform would run on nodes that Karpenter takes away. */
const systemPool = "system";

const categories = ["c", "m", "r"] as const;

const example =
  "Write {capacity: [spot], architectures: [arm64, amd64], categories: [c, m, r], minGeneration: 6, nodeCpu: {min: 2, max: 8}, …}; stacks/dev.ts has a whole one.";

const parts = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/;

/** Seconds of a duration, `1h30m`, or undefined where it is none. */
export function seconds(duration: string): number | undefined {
  const [whole, hours = "0", minutes = "0", rest = "0"] = parts.exec(duration) ?? [];
  if (whole === undefined || whole === "") return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

function duration(remedy: string, longestHours: number) {
  return text(remedy, (value) => {
    const found = seconds(value);
    if (found === undefined) return "is no duration";
    return found > longestHours * 3600 ? `is longer than ${longestHours}h` : undefined;
  });
}

const cpuBounds = "Write {min: 2, max: 16}: vCPUs of one node.";
const poolLimits = 'Write {cpu: 64, memory: "256Gi"}: the most of all nodes together.';
const consolidation = "Write {policy: WhenEmptyOrUnderutilized, after: 5m}.";
const budget = 'Write {nodes: "10%"}, or one with schedule and duration.';

const budgetSchema: z.ZodType<DisruptionBudget> = fields(
  {
    nodes: text(budget, (value) =>
      /^((100|[0-9]{1,2})%|[0-9]{1,4})$/.test(value) ? undefined : "is no number and no share",
    ),
    reasons: list(word(["Underutilized", "Empty", "Drifted"]), budget, 1).optional(),
    schedule: text(budget, (value) =>
      /^@(annually|yearly|monthly|weekly|daily|midnight|hourly)$|^(\S+\s){4}\S+$/.test(value)
        ? undefined
        : "is no schedule of cron",
    ).optional(),
    duration: text(budget, (value) =>
      /^(\d{1,4}h)?(\d{1,4}m)?$/.test(value) ? undefined : "is no duration of hours and minutes",
    ).optional(),
  },
  budget,
);

const pool: z.ZodType<NodePoolOptions> = fields(
  {
    capacity: list(word(["spot", "on-demand"]), "Write a list: [spot, on-demand].", 1),
    architectures: list(word(["arm64", "amd64"]), "Write a list: [arm64, amd64].", 1),
    categories: list(word(categories), "Write a list: [c, m, r].", 1),
    minGeneration: whole("Write the lowest generation, 5 to 9.", 5, 9),
    nodeCpu: fields({ min: whole(cpuBounds, 2, 192), max: whole(cpuBounds, 2, 192) }, cpuBounds),
    limits: fields({ cpu: whole(poolLimits, 2, 10_000), memory: memory() }, poolLimits),
    expireAfter: duration("Write an age of 720h at most, like 336h.", 720),
    terminationGracePeriod: duration("Write a time of 24h at most, like 15m.", 24),
    consolidation: fields(
      {
        policy: word(["WhenEmpty", "WhenEmptyOrUnderutilized"]),
        after: duration(consolidation, 24),
      },
      consolidation,
    ),
    budgets: list(budgetSchema, `Write a list of budgets. ${budget}`, 1),
    weight: whole("Write a weight of 1 to 100.", 1, 100),
  },
  example,
);

/** Pools by name, `hanok:nodePools`; what they say of each other is `validateNodePool`. */
export const nodePoolsOptions = table(pool, `Write pools by name: {spot: …}. ${example}`, (name) =>
  name === systemPool
    ? { problem: "is the label of the nodes that are always there", remedy: "Choose another name." }
    : validateLabel(name),
);
