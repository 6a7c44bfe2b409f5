import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** One process of this machine. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The command line of a process; undefined if the process does not exist. */
export function commandOf(pid: number): string | undefined {
  return list(["-p", String(pid)])[0]?.command;
}

/** Milliseconds that a plugin has to end before it is killed. */
const grace = 5_000;

/**
 * Ends the plugins of an engine that was killed, and waits for them, because a plugin may still be applying an object.
 * A plugin is recognised by its executable in the sandbox's folder and by a parent that is not an engine.
 *
 * @returns the number of plugins
 */
export async function endOrphans(bin: string): Promise<number> {
  const orphans = orphansOf(bin);
  for (const { pid } of orphans) signal(pid, "SIGTERM");
  const end = performance.now() + grace;
  for (let alive = orphans; alive.length > 0;) {
    await sleep(50);
    alive = alive.filter(({ pid, command }) => commandOf(pid) === command);
    if (performance.now() < end) continue;
    for (const { pid } of alive) signal(pid, "SIGKILL");
    break;
  }
  return orphans.length;
}

/** Kills the engines that a process started. */
export function endEngines(bin: string, starter: number): void {
  for (const { pid, parent } of enginesIn(bin, list(["-A"])))
    if (parent === starter) signal(pid, "SIGKILL");
}

function enginesIn(bin: string, processes: readonly Process[]): readonly Process[] {
  return processes.filter(({ command }) => isOf(bin, "pulumi ", command));
}

function orphansOf(bin: string): readonly Process[] {
  const processes = list(["-A"]);
  const engines = new Set(enginesIn(bin, processes).map(({ pid }) => pid));
  return processes.filter(
    ({ command, parent }) => isOf(bin, "pulumi-resource-", command) && !engines.has(parent),
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended in the meantime
  }
}

const isOf = (bin: string, executable: string, command: string) =>
  command.startsWith(`${bin}/${executable}`);

function list(selection: readonly string[]): readonly Process[] {
  try {
    const output = execFileSync("ps", [...selection, "-ww", "-o", "pid=,ppid=,args="], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\n").flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  } catch {
    // ps exits with 1 if the process does not exist
    return [];
  }
}
