import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import type { Ended } from "./count.ts";
import type { Step } from "./step.ts";

/** Only the end of a program's output is kept, because the error is there. */
const keptCharacters = 20_000;

/**
 * Runs the program of a step and waits for its end. Never throws. At the time limit, its whole process group is ended, so
 * that its children end too.
 * @param show called with each line of output, if the step streams
 */
export function execute(step: Step, show: (line: string) => void): Promise<Ended> {
  const started = performance.now();
  if (step.counting.kind === "mocha") rmSync(step.counting.report, { force: true });
  return new Promise((resolve) => {
    const [program, ...arguments_] = step.command;
    const child = spawn(program, arguments_, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    let rest = "";
    let late = false;
    let killer: NodeJS.Timeout | undefined;
    const take = (chunk: string) => {
      output = (output + chunk).slice(-keptCharacters);
      if (!step.stream) return;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(show);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const stop = (signal: NodeJS.Signals) => {
      endGroup(child.pid, signal);
      // A process may ignore the first signal.
      killer = setTimeout(() => endGroup(child.pid, "SIGKILL"), 15_000).unref();
    };
    const timer = setTimeout(() => {
      late = true;
      stop("SIGTERM");
    }, step.minutes * 60_000);
    const interrupt = () => stop("SIGINT");
    process.on("SIGINT", interrupt);
    const end = (code: number | null, more = "") => {
      clearTimeout(timer);
      clearTimeout(killer);
      process.off("SIGINT", interrupt);
      resolve({ code, output: output + more, late, seconds: (performance.now() - started) / 1000 });
    };
    child.on("error", (error) => end(127, error.message));
    child.on("close", (code) => end(code));
  });
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The process group has ended in the meantime.
  }
}
