import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { repository } from "../../sandbox/engine/paths.ts";
import { ownShare, programStarts } from "./alone.ts";
import { keepMeasured, type Measured, readMeasured } from "./measured.ts";
import { planOf, type Step } from "./plan.ts";
import { publish, textOf } from "./publish.ts";
import type { Share } from "./report.ts";
import type { Said } from "./said.ts";
import { benchTools, openSandbox } from "./sandbox.ts";
import { runSeries, type Sample } from "./series.ts";

const sizes = [1, 50, 200, 500] as const;
const say = (line: string): void => console.log(line);
const load = (): number => loadavg()[0] ?? 0;

process.exitCode = await main();

async function main(): Promise<number> {
  const folder = join(repository, ".sandbox", "bench");
  if (process.env["BENCH"] === "publish") {
    publish(repository, readMeasured(folder));
    say("docs/benchmarks.md has what was measured last at each size");
    return 0;
  }
  const steps = planOf(process.env["BENCH"]);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      say("stopping: the run under way is ended, then the cluster");
      stop.abort();
    });
  const run = await measureAll(steps, stop.signal);
  keepMeasured(folder, run);
  const text = textOf(run);
  say(`\n${text}`);
  writeFileSync(join(folder, "results.md"), text);
  if (process.env["BENCH"] === "full") publish(repository, readMeasured(folder));
  return run.failures.length > 0 ? 1 : 0;
}

/** Measures in a separate cluster. A failure ends the run but keeps its samples. */
async function measureAll(steps: readonly Step[], signal: AbortSignal): Promise<Measured> {
  const begin = new Date();
  const tools = await benchTools(say);
  const sandbox = await openSandbox(Math.max(...steps.map(({ count }) => count)), tools, say);
  const samples: Sample[] = [];
  const failures: string[] = [];
  let start: readonly Said[] = [];
  const shares: Share[] = [];
  try {
    for (const step of steps) {
      if (signal.aborted) break;
      const tell = (sample: Sample) => void samples.push(sample);
      await runSeries({ ...step, sandbox, load, signal, report: say, tell });
    }
    // last, because operations take longest
    start = programStarts(5, sandbox);
    for (const count of sizes) {
      if (signal.aborted) break;
      shares.push(await ownShare(count, sandbox));
      say(`${count} services: the program's own share is measured`);
    }
  } catch (error) {
    // later measurements would be affected by leftovers in the cluster
    failures.push(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    say(error instanceof Error ? error.message : String(error));
  } finally {
    await sandbox.close();
  }
  return { samples, shares, start, failures, conditions: conditions(begin) };
}

/** The conditions that the figures depend on. */
function conditions(begin: Date): readonly string[] {
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${begin.toISOString().slice(0, 10)}, BENCH=${process.env["BENCH"] ?? "quick"}, ${cpus().length} processors ` +
      `(${cpus()[0]?.model ?? "unknown"}), ${gib} GiB, Node.js ${process.version}`,
    "load is the one-minute load average when each run began; above the number of processors, something else ran, " +
      "and the clock says little: then read the CPU columns",
  ];
}
