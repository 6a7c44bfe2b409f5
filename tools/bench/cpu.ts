import { readFileSync } from "node:fs";

/** Clock ticks a second in /proc: `USER_HZ`, 100 on every architecture that Linux runs Node.js on. */
const ticks = 100;

/**
 * User and system seconds of a process so far, of a line of `/proc/<pid>/stat` (proc(5), fields 14 and 15). The name may
 * hold spaces and brackets, so fields are counted from its end.
 */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** The same of a process; undefined where there is no /proc, or it is gone. */
export function cpuOf(pid: number): number | undefined {
  try {
    return cpuSeconds(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** Remembers the last known seconds of each process of a tree, also of those that have ended. */
export class CpuMeter {
  readonly #byPid = new Map<number, number>();

  look(pids: readonly number[]): void {
    for (const pid of pids) {
      const seconds = cpuOf(pid);
      if (seconds !== undefined) this.#byPid.set(pid, seconds);
    }
  }

  /** Undefined where nothing could be read. */
  get seconds(): number | undefined {
    if (this.#byPid.size === 0) return undefined;
    return [...this.#byPid.values()].reduce((sum, one) => sum + one, 0);
  }
}
