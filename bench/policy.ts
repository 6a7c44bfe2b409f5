/**
 * What the policy pack adds to a preview: `node --import tsx bench/policy.ts [services] [rounds] [hanok|flat]`. Previews with and
 * without it take turns, so that both share what else the machine has to do. `flat` is a plain program with the engine's own defaults, as the
 * pack's other users have it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installAnalyzer, type PolicyPack } from "../sandbox/engine/analyzer.ts";
import { placesOf, repository } from "../sandbox/engine/places.ts";
import { type Figure, measure } from "./measure.ts";
import { median } from "./ratios.ts";
import { benchTools, type BenchSandbox, openSandbox } from "./sandbox.ts";
import { flatFileOf } from "./series.ts";
import { nodeArguments, type ProgramName, type Task } from "./task.ts";

/** What the pack may add: a quarter of the time, and 150 MiB. */
const limits = { ratio: 1.25, mebibytes: 150 };

const say = (line: string): void => console.log(line);
const [services = 200, rounds = 3] = process.argv.slice(2, 4).map(Number);
const program: ProgramName = process.argv[4] === "flat" ? "flat" : "hanok";
process.exitCode = await main();

async function main(): Promise<number> {
  const sandbox = await openSandbox(services, await benchTools(say), say);
  try {
    const { cloud } = placesOf(sandbox.home);
    installAnalyzer(join(cloud, "bin"));
    const config = join(sandbox.home, "policy.json");
    // the measured system is no production: what the pack says of it is not the question
    writeFileSync(config, JSON.stringify({ all: "advisory" }));
    const policy = { pack: join(repository, "policy"), config };
    const { flatFile } = await flatFileOf(services, sandbox);
    const preview = (pack: PolicyPack | undefined) => previewOf(sandbox, flatFile, pack);
    const pairs: { readonly without: Figure; readonly beside: Figure }[] = [];
    for (let round = 1; round <= rounds; round++) {
      const first = await preview(round % 2 === 0 ? policy : undefined);
      const second = await preview(round % 2 === 0 ? undefined : policy);
      const [without, beside] = round % 2 === 0 ? [second, first] : [first, second];
      pairs.push({ without, beside });
      say(`round ${round} of ${rounds}: without ${text(without)}; with the pack ${text(beside)}`);
    }
    return judge(pairs);
  } finally {
    await sandbox.close();
  }
}

function previewOf(
  { home, place, env, floorEnv }: BenchSandbox,
  flatFile: string,
  policy: PolicyPack | undefined,
): Promise<Figure> {
  const task: Task = {
    program,
    operation: "preview",
    workDir: join(home, "project"),
    place,
    count: services,
    flatFile,
    ...(policy === undefined ? {} : { policy }),
  };
  const script = join(repository, "bench", "operation.ts");
  return measure([...nodeArguments(program), script, JSON.stringify(task)], {
    cwd: repository,
    env: program === "flat" ? floorEnv : env,
    timeoutSeconds: 120 + services,
    signal: new AbortController().signal,
  });
}

function text({ seconds, cpuSeconds = 0, peakMiB }: Figure): string {
  return `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, ${peakMiB.toFixed(0)} MiB`;
}

function judge(pairs: readonly { readonly without: Figure; readonly beside: Figure }[]): number {
  const of = (ratio: (without: Figure, beside: Figure) => number): number =>
    median(pairs.map(({ without, beside }) => ratio(without, beside))) ?? 0;
  const time = of((without, beside) => beside.seconds / without.seconds);
  const cpu = of((without, beside) => (beside.cpuSeconds ?? 0) / (without.cpuSeconds ?? 1));
  const memory = of((without, beside) => beside.peakMiB - without.peakMiB);
  say(
    `the pack on ${services} services, ${program}: ${time.toFixed(2)} of the time (at most ${limits.ratio}), ` +
      `${cpu.toFixed(2)} of the CPU, ${memory.toFixed(0)} MiB more (at most ${limits.mebibytes})`,
  );
  return time <= limits.ratio && memory <= limits.mebibytes ? 0 : 1;
}
