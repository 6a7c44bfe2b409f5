import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { CpuMeter } from "./cpu.ts";
import { parseProcesses, type ProcessRow, psArguments, treeMiB, treeOf } from "./tree.ts";

const ps = promisify(execFile);

/** Resources that one run used, from the start to the end of its process. */
export interface Figure {
  readonly seconds: number;
  /** Peak resident memory of the process tree. */
  readonly peakMiB: number;
  /**
   * User and system seconds of the process tree; undefined without /proc. On a busy machine they are more meaningful than
   * the elapsed time.
   */
  readonly cpuSeconds: number | undefined;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Timeout, after which the measurement fails. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Milliseconds between two samples; `ps` itself takes about ten. */
const lookEvery = 200;

/**
 * Runs `node <args>` and samples its memory. Ends its whole process tree in any case.
 * @throws Error with the end of its output, if it fails or times out
 */
export async function measure(args: readonly string[], options: MeasureOptions): Promise<Figure> {
  const start = performance.now();
  const { cwd, env, timeoutSeconds, signal } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    // the parent handles Ctrl-C
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4000)));
  let peakMiB = 0;
  const cpu = new CpuMeter();
  const done = new AbortController();
  let reason = "";
  const end = (why: string) => {
    reason = why;
    void endTree(child.pid);
  };
  const interrupted = () => end("interrupted");
  signal.addEventListener("abort", interrupted);
  const bound = setTimeout(
    () => end(`took longer than ${timeoutSeconds} s`),
    timeoutSeconds * 1000,
  );
  const looking = (async () => {
    while (!done.signal.aborted) {
      const rows = await look();
      if (child.pid !== undefined) {
        peakMiB = Math.max(peakMiB, treeMiB(rows, child.pid));
        cpu.look(treeOf(rows, child.pid).map(({ pid }) => pid));
      }
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  })();
  let seconds = 0;
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    seconds = (performance.now() - start) / 1000;
    if (code !== 0 || reason !== "") throw new Error(`${reason || `exit ${code}`}\n${output}`);
  } finally {
    done.abort();
    clearTimeout(bound);
    signal.removeEventListener("abort", interrupted);
    await looking;
  }
  return { seconds, peakMiB, cpuSeconds: cpu.seconds };
}

async function look(): Promise<readonly ProcessRow[]> {
  try {
    return parseProcesses((await ps("ps", [...psArguments])).stdout);
  } catch {
    return [];
  }
}

/** Ends a run with its whole process tree, including plugins in their own process groups. */
async function endTree(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  for (const { pid: each } of treeOf(await look(), pid)) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // it has ended in the meantime
    }
  }
}
