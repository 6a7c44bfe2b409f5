import { type Phase, phases, type ProgramName } from "./task.ts";

/** What is measured at one size. */
export interface Step {
  readonly count: number;
  readonly rounds: number;
  readonly programs: readonly ProgramName[];
  readonly phases: readonly Phase[];
}

const both = ["flat", "hanok"] as const;

/** `quick` for a change at hand, `full` for docs/benchmarks.md. */
export const plans = {
  quick: [
    { count: 1, rounds: 1, programs: both, phases },
    { count: 50, rounds: 1, programs: both, phases },
  ],
  full: [
    { count: 1, rounds: 3, programs: both, phases },
    { count: 50, rounds: 3, programs: both, phases },
    { count: 200, rounds: 1, programs: both, phases },
    // the engine's checkpoints make `up` and `destroy` of 4,200 resources a matter of hours: docs/benchmarks.md
    { count: 500, rounds: 3, programs: both, phases: ["preview"] },
  ],
} as const satisfies Readonly<Record<string, readonly Step[]>>;

/** `50`, or `500:preview` for the one phase that neither needs nor leaves anything in the cluster. */
const step = /^(\d+)(?::(preview))?$/;

/**
 * The steps that `BENCH` asks for: a plan's name, or sizes like `1,20` and `500:preview`, each measured once.
 * @throws Error that says what would be right
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
