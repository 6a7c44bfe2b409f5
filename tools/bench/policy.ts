/**
 * Measures the policy pack's cost in a preview: `node tools/bench/policy.ts [services] [rounds] [hanok|flat]`.
 * Four kinds of previews alternate, so that they share the machine's load: without a pack, with our pack, with an empty pack of
 * `@pulumi/policy`, and with one that has as many policies as ours but checks nothing. `flat` is a plain program with
 * the engine's default settings.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installAnalyzer, type PolicyPack } from "../../sandbox/engine/analyzer.ts";
import { pathsOf, repository } from "../../sandbox/engine/paths.ts";
import { type Figure, measure } from "./measure.ts";
import { median } from "./ratios.ts";
import { benchTools, type BenchSandbox, openSandbox } from "./sandbox.ts";
import { flatFileOf } from "./series.ts";
import { nodeArguments, type ProgramName, type Task } from "./task.ts";

/** At most 1.3 times the time of an empty pack, and 150 MiB more. */
const limits = { ratio: 1.3, mebibytes: 150 };

const labels = {
  without: "without a pack",
  beside: "with the pack",
  empty: "with an empty one",
  stock: "with as many policies of @pulumi/policy that check nothing",
} as const;
type Kind = keyof typeof labels;
/** Samples of each round, by kind. */
type Figures = Readonly<Record<Kind, Figure[]>>;

/** The order within a round. In four rounds, each kind takes each position once. */
function turn(round: number): readonly Kind[] {
  const kinds = ["without", "beside", "empty", "stock"] as const;
  const first = round % kinds.length;
  return [...kinds.slice(first), ...kinds.slice(0, first)];
}

const say = (line: string): void => console.log(line);
const [services = 200, rounds = 3] = process.argv.slice(2, 4).map(Number);
const program: ProgramName = process.argv[4] === "flat" ? "flat" : "hanok";
process.exitCode = await main();

async function main(): Promise<number> {
  const sandbox = await openSandbox(services, await benchTools(say), say);
  try {
    const { cloud } = pathsOf(sandbox.home);
    installAnalyzer(join(cloud, "bin"));
    const config = join(sandbox.home, "policy.json");
    // violations do not matter, because the measured system is not a production system
    writeFileSync(config, JSON.stringify({ all: "advisory" }));
    const packs: Readonly<Record<Kind, PolicyPack | undefined>> = {
      without: undefined,
      beside: { pack: join(repository, "policy"), config },
      empty: { pack: join(repository, "tools", "bench", "empty-pack"), config: undefined },
      stock: { pack: join(repository, "tools", "bench", "stock-pack"), config: undefined },
    };
    const { flatFile } = await flatFileOf(services, sandbox);
    const figures: Figures = { without: [], beside: [], empty: [], stock: [] };
    for (let round = 0; round < rounds; round++)
      for (const kind of turn(round)) {
        const figure = await previewOf(sandbox, flatFile, packs[kind]);
        figures[kind].push(figure);
        say(`round ${round + 1} of ${rounds}: ${labels[kind]} ${text(figure)}`);
      }
    return judge(figures);
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
  const script = join(repository, "tools", "bench", "operation.ts");
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

function judge(figures: Figures): number {
  /** Median of the ratios between two kinds in each round. */
  const of = (kind: Kind, floor: Kind, compare: (figure: Figure, beside: Figure) => number) =>
    median(
      figures[kind].flatMap((figure, round) => {
        const beside = figures[floor][round];
        return beside === undefined ? [] : compare(figure, beside);
      }),
    ) ?? 0;
  const between = (kind: Kind, floor: Kind): number =>
    of(kind, floor, ({ seconds }, beside) => seconds / beside.seconds);
  const time = between("beside", "empty");
  const memory = of("beside", "empty", ({ peakMiB }, beside) => peakMiB - beside.peakMiB);
  const cpu = of(
    "beside",
    "without",
    ({ cpuSeconds = 0 }, beside) => cpuSeconds / (beside.cpuSeconds ?? 1),
  );
  say(
    `the pack on ${services} services, ${program}: ${time.toFixed(2)} of an empty pack's time (at most ${limits.ratio}), ` +
      `${memory.toFixed(0)} MiB more than with an empty pack (at most ${limits.mebibytes}), ` +
      `${between("beside", "without").toFixed(2)} of the time and ${cpu.toFixed(2)} of the CPU without a pack; ` +
      `as many policies of @pulumi/policy that check nothing: ${between("stock", "empty").toFixed(2)} of an empty pack's time`,
  );
  return time <= limits.ratio && memory <= limits.mebibytes ? 0 : 1;
}
