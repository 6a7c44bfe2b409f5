import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One process of this machine. */
export interface Process {
  readonly pid: number;
  /** Process number of its parent. */
  readonly parent: number;
  /** Arguments joined by spaces; empty for zombies and kernel threads. */
  readonly command: string;
}

/** macOS has no /proc, and a container may have no ps. */
const hasProc = (): boolean => existsSync("/proc/self/cmdline");

/** All processes of this machine. */
export function processes(): readonly Process[] {
  if (!hasProc()) return fromPs(["-A"]);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(Number(name)) ?? []);
}

/** The command line of a process; undefined if the process does not exist. */
export function commandOf(pid: number): string | undefined {
  return (hasProc() ? fromProc(pid) : fromPs(["-p", `${pid}`])[0])?.command;
}

/** Start time of a process as an opaque text, which detects a reused process number. */
export function startOf(pid: number): string | undefined {
  if (hasProc()) return statOf(`/proc/${pid}/stat`)?.[19];
  return ps(["-p", `${pid}`, "-o", "lstart="]).trim() || undefined;
}

/**
 * Whether any thread of a process runs. The command line is empty once the main thread has ended, but another thread may
 * still hold the ports. So a process has ended only when all its threads are zombies or gone.
 */
export function isRunning(pid: number): boolean {
  if (!hasProc()) return fromPs(["-p", `${pid}`]).length > 0;
  try {
    return readdirSync(`/proc/${pid}/task`).some((thread) => {
      const [state = "X"] = statOf(`/proc/${pid}/task/${thread}/stat`) ?? [];
      return !/^[ZX]/.test(state);
    });
  } catch {
    return false;
  }
}

function fromProc(pid: number): Process | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const parent = Number(statOf(`/proc/${pid}/stat`)?.[1] ?? 0);
    return { pid, parent, command: command.replace(/\0+$/, "").replaceAll("\0", " ") };
  } catch {
    return undefined; // it has ended
  }
}

/** The fields of proc(5) from the third on, after the command, which may contain spaces and parentheses. */
function statOf(path: string): readonly string[] | undefined {
  try {
    const stat = readFileSync(path, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function fromPs(selection: readonly string[]): readonly Process[] {
  return parsePs(ps(["-ww", ...selection, "-o", "pid=,ppid=,command="]));
}

/** Parses the output of `ps -o pid=,ppid=,command=`. */
export function parsePs(output: string): readonly Process[] {
  return output.split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (command === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), command: command.trimEnd() }];
  });
}

function ps(options: readonly string[]): string {
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync("ps", options, { encoding: "utf8", maxBuffer: 2 ** 26, stdio: [...stdio] });
  } catch {
    return ""; // ps exits with 1 if the process does not exist
  }
}
