import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../sandbox/engine/paths.ts";
import { type Figure, measure } from "./measure.ts";
import { hanok } from "./programs/hanok.ts";
import { namespacesFirst } from "./programs/flat.ts";
import { destroyTuning } from "../../sandbox/engine/tuning.ts";
import { recordFlat } from "./record.ts";
import type { BenchSandbox } from "./sandbox.ts";
import { nodeArguments, operationOf, type Phase, type ProgramName, type Task } from "./task.ts";

export interface Sample extends Figure {
  readonly count: number;
  readonly program: ProgramName;
  readonly phase: Phase;
  /** Number of the baseline's resources; our program also has components. */
  readonly resources: number;
  /** One-minute load average of the machine at the start. */
  readonly load: number;
}

export interface SeriesOptions {
  readonly count: number;
  /** In this order, which is reversed in every second round. */
  readonly programs: readonly ProgramName[];
  readonly rounds: number;
  readonly phases: readonly Phase[];
  readonly sandbox: BenchSandbox;
  readonly load: () => number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  /** Called for each sample, so that a later failure does not lose it. */
  readonly tell: (sample: Sample) => void;
}

/**
 * Generous timeout of a phase in seconds. The baseline's destroy of 50 services takes a minute on two idle cores, and the
 * engine's work grows with the square.
 */
export function timeoutSeconds(count: number): number {
  return 120 + count * 4 + count ** 2 / 50;
}

/** Writes the baseline's resources of one size, which are those that our program registers. */
export async function flatFileOf(
  count: number,
  { home, place }: BenchSandbox,
): Promise<{ readonly flatFile: string; readonly resources: number }> {
  const resources = namespacesFirst(await recordFlat(() => hanok(count, place)));
  const flatFile = join(home, `flat-${count}.json`);
  writeFileSync(flatFile, JSON.stringify(resources));
  return { flatFile, resources: resources.length };
}

/** Measures one size. Each round runs all phases of one program, then of the other, starting and ending with an empty cluster. */
export async function runSeries(options: SeriesOptions): Promise<void> {
  const { count, rounds, sandbox, report, programs } = options;
  const { flatFile, resources } = await flatFileOf(count, sandbox);
  for (let round = 0; round < rounds; round++) {
    const ordered = round % 2 === 0 ? programs : programs.toReversed();
    for (const program of ordered)
      for (const phase of options.phases) {
        const load = options.load();
        const figure = await measure(taskArguments(program, phase, count, flatFile, sandbox), {
          cwd: repository,
          env: environmentOf(program, phase, sandbox),
          timeoutSeconds: timeoutSeconds(count),
          signal: options.signal,
        });
        options.tell({ count, program, phase, resources, load, ...figure });
        report(
          `${count} services, round ${round + 1} of ${rounds}, ${program} ${phase}: ` +
            `${figure.seconds.toFixed(1)} s, ${figure.peakMiB.toFixed(0)} MiB` +
            (figure.cpuSeconds === undefined ? "" : `, ${figure.cpuSeconds.toFixed(1)} s of CPU`),
        );
      }
  }
}

function environmentOf(
  program: ProgramName,
  phase: Phase,
  { env, floorEnv }: BenchSandbox,
): Readonly<Record<string, string>> {
  if (program === "flat") return floorEnv;
  return phase === "destroy" ? { ...env, ...destroyTuning } : env;
}

function taskArguments(
  program: ProgramName,
  phase: Phase,
  count: number,
  flatFile: string,
  { home, place }: BenchSandbox,
): readonly string[] {
  const workDir = join(home, "project");
  const task: Task = { program, operation: operationOf(phase), workDir, place, count, flatFile };
  const script = join(repository, "tools", "bench", "operation.ts");
  return [...nodeArguments(program), script, JSON.stringify(task)];
}
