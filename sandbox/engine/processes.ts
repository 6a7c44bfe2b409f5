import { setTimeout as sleep } from "node:timers/promises";
import { commandOf, type Process, processes } from "../../tools/processes.ts";

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
  for (const { pid, parent } of enginesIn(bin, processes()))
    if (parent === starter) signal(pid, "SIGKILL");
}

function enginesIn(bin: string, all: readonly Process[]): readonly Process[] {
  return all.filter(({ command }) => isOf(bin, "pulumi ", command));
}

function orphansOf(bin: string): readonly Process[] {
  const all = processes();
  const engines = new Set(enginesIn(bin, all).map(({ pid }) => pid));
  return all.filter(
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
