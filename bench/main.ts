import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { repository } from "../sandbox/engine/places.ts";
import { ownShare, programStarts } from "./alone.ts";
import { curve } from "./curve.ts";
import { planOf } from "./plan.ts";
import { rowsOf } from "./ratios.ts";
import { insert, report, type Share } from "./report.ts";
import type { Said } from "./said.ts";
import { benchTools, openSandbox } from "./sandbox.ts";
import { runSeries, type Sample } from "./series.ts";
import { phases } from "./task.ts";

const sizes = [1, 50, 200, 500] as const;
const say = (line: string): void => console.log(line);
const load = (): number => loadavg()[0] ?? 0;

process.exitCode = await main();

async function main(): Promise<number> {
  const steps = planOf(process.env["BENCH"]);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      say("stopping: the run under way is ended, then the cluster");
      stop.abort();
    });
  const begin = new Date();
  const tools = await benchTools(say);
  const sandbox = await openSandbox(Math.max(...steps.map(({ count }) => count)), tools, say);
  const samples: Sample[] = [];
  const failures: string[] = [];
  let start: readonly Said[] = [];
  const shares: Share[] = [];
  try {
    for (const step of steps) {
      if (stop.signal.aborted) break;
      const tell = (sample: Sample) => void samples.push(sample);
      await runSeries({ ...step, sandbox, load, signal: stop.signal, report: say, tell });
    }
    // last, because the operations are what one waits for
    start = programStarts(5, sandbox);
    for (const count of sizes) {
      if (stop.signal.aborted) break;
      shares.push(await ownShare(count, sandbox));
      say(`${count} services: the program's own share is measured`);
    }
  } catch (error) {
    // what was measured before is kept; what comes after would meet what this run left in the cluster
    failures.push(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    say(error instanceof Error ? error.message : String(error));
  } finally {
    await sandbox.close();
  }
  const rows = rowsOf(samples);
  const text = report({ rows, start, shares, failures, conditions: conditions(begin) });
  say(`\n${text}`);
  write(text, samples, shares);
  return failures.length > 0 ? 1 : 0;
}

/** What the figures depend on. */
function conditions(begin: Date): readonly string[] {
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${begin.toISOString().slice(0, 10)}, BENCH=${process.env["BENCH"] ?? "quick"}, ${cpus().length} processors ` +
      `(${cpus()[0]?.model ?? "unknown"}), ${gib} GiB, Node.js ${process.version}`,
    "load is the one-minute load average when each run began; above the number of processors, something else ran, " +
      "and the clock says little: then read the CPU columns",
  ];
}

/** A quick run is for the eyes; a full one, and the curves, go to the documentation. */
function write(text: string, samples: readonly Sample[], shares: readonly Share[]): void {
  const folder = join(repository, ".sandbox", "bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "samples.json"), JSON.stringify({ samples, shares }, null, 2));
  writeFileSync(join(folder, "results.md"), text);
  const document = join(repository, "docs", "benchmarks.md");
  if (process.env["BENCH"] !== "full" || !existsSync(document)) return;
  writeFileSync(document, insert(readFileSync(document, "utf8"), text));
  const rows = rowsOf(samples);
  const images = join(repository, "docs", "benchmarks");
  mkdirSync(images, { recursive: true });
  const growth = phases.map((phase) => ({
    name: phase === "unchanged" ? "preview, no change" : phase,
    points: rows.flatMap(({ phase: of, count, seconds: { hanok } }) =>
      of === phase && hanok !== undefined && count > 1
        ? [[count, (hanok * 1000) / count] as const]
        : [],
    ),
  }));
  writeFileSync(join(images, "growth.svg"), curve("Time per service", " ms", growth));
  const own = (["hanok", "flat"] as const).map((name) => ({
    name,
    points: shares
      .filter(({ count }) => count > 1)
      .map((share) => [share.count, (share[name].cpuSeconds * 1000) / share.count] as const),
  }));
  writeFileSync(join(images, "share.svg"), curve("The program's own CPU per service", " ms", own));
}
