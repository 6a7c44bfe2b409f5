import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import type { Ended } from "./count.ts";
import type { Step } from "./step.ts";

/** What is kept of a program's output: the last part says what went wrong. */
const keptCharacters = 20_000;

/**
 * Runs a step's program and waits for its end; never throws. When its time is over its whole process group is
 * ended, so that what it started does not outlive it.
 * @param show gets each line of a step that streams
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
      // what does not listen is ended all the same
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
    // it has ended meanwhile
  }
}
