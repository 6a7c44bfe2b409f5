import { type Phase, phases, type ProgramName } from "./task.ts";

/** Measurements at one size. */
export interface Step {
  readonly count: number;
  readonly rounds: number;
  readonly programs: readonly ProgramName[];
  readonly phases: readonly Phase[];
}

const both = ["flat", "hanok"] as const;

/** `quick` for local changes, `full` for docs/benchmarks.md. */
export const plans = {
  quick: [
    { count: 1, rounds: 1, programs: both, phases },
    { count: 50, rounds: 1, programs: both, phases },
  ],
  full: [
    { count: 1, rounds: 3, programs: both, phases },
    { count: 50, rounds: 3, programs: both, phases },
    { count: 200, rounds: 1, programs: both, phases },
    // with the engine's checkpoints, `up` and `destroy` of 4,200 resources take hours: docs/benchmarks.md
    { count: 500, rounds: 3, programs: both, phases: ["preview"] },
  ],
} as const satisfies Readonly<Record<string, readonly Step[]>>;

/** `50`, or `500:preview` for only the phase that does not use the cluster. */
const step = /^(\d+)(?::(preview))?$/;

/**
 * Parses `BENCH`: the name of a plan, or sizes such as `1,20` and `500:preview`, each measured once.
 * @throws Error with the remedy
 */
export function planOf(text: string | undefined): readonly Step[] {
  if (text === undefined || text === "" || text === "quick") return plans.quick;
  if (text === "full") return plans.full;
  const steps = text.split(",").map((one): Step | undefined => {
    const [, size = "", only] = step.exec(one) ?? [];
    const count = Number(size);
    const some = phases.filter((phase) => only === undefined || phase === only);
    return count >= 1 && count <= 500
      ? { count, rounds: 1, programs: both, phases: some }
      : undefined;
  });
  if (steps.every((one) => one !== undefined)) return steps;
  throw new Error(
    `BENCH=${text}: write quick, full, publish, or sizes from 1 to 500 like 1,20 or 500:preview`,
  );
}
