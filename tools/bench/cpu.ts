import { readFileSync } from "node:fs";

/** Clock ticks per second in /proc (`USER_HZ`): 100 on all Linux architectures that Node.js supports. */
const ticks = 100;

/**
 * User and system seconds in a line of `/proc/<pid>/stat` (proc(5), fields 14 and 15). The name may contain spaces and
 * parentheses, so fields are counted after it.
 */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** User and system seconds of a process; undefined without /proc, or if it has ended. */
export function cpuOf(pid: number): number | undefined {
  try {
    return cpuSeconds(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** Collects the last known seconds of all processes in a tree, including those that have ended. */
export class CpuMeter {
  readonly #byPid = new Map<number, number>();

  look(pids: readonly number[]): void {
    for (const pid of pids) {
      const seconds = cpuOf(pid);
      if (seconds !== undefined) this.#byPid.set(pid, seconds);
    }
  }

  /** Undefined if nothing could be read. */
  get seconds(): number | undefined {
    if (this.#byPid.size === 0) return undefined;
    return [...this.#byPid.values()].reduce((sum, one) => sum + one, 0);
  }
}
