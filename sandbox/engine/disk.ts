import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Seconds between two checks. The state grows by kilobytes in that time. */
const periodSeconds = 1;

/** Minimum free space in bytes, used while the state is still empty. */
const least = 256 * 1_024;

/** Free space on the state's disk, and the space that the next write may need, both in bytes. */
export interface Room {
  readonly free: number;
  readonly needed: number;
}

/** Watches the disk of the state during a run. */
export interface DiskWatch {
  /** Aborted when the next write of the state may fail. */
  readonly signal: AbortSignal;
  close(): void;
}

/**
 * Watches the free space on the state's disk. When the engine cannot write, it retries for half a minute each time and
 * blocks everything else. Stopping the run while one more write still fits loses nothing.
 */
export function watchDisk(state: string): DiskWatch {
  const abort = new AbortController();
  const timer = setInterval(() => {
    if (isFull(roomFor(state))) abort.abort();
  }, periodSeconds * 1_000);
  timer.unref();
  return { signal: abort.signal, close: () => clearInterval(timer) };
}

/**
 * The engine writes the new state before it removes the old one, and keeps the previous one as `.bak`. Twice the size
 * of the state covers both files and their growth.
 */
export function roomFor(state: string): Room {
  const { bavail, bsize } = statfsSync(existsSync(state) ? state : join(state, ".."));
  const stacks = join(state, ".pulumi", "stacks");
  const files = existsSync(stacks)
    ? readdirSync(stacks, { recursive: true, encoding: "utf8" }).filter((file) =>
        file.endsWith(".json"),
      )
    : [];
  const largest = files.map(
    (file) => statSync(join(stacks, file), { throwIfNoEntry: false })?.size ?? 0,
  );
  return { free: bavail * bsize, needed: Math.max(least, 2 * Math.max(0, ...largest)) };
}

/** Whether the next write may not fit. */
export function isFull({ free, needed }: Room): boolean {
  return free < needed;
}

/** The message for a full disk. */
export function fullDisk(state: string, { free, needed }: Room): string {
  const kib = (bytes: number) => `${Math.ceil(bytes / 1_024)} KiB`;
  return (
    `no space left on the disk of ${state}: ${kib(free)} are free, and the next write of the state needs ` +
    `${kib(needed)}; free some space and run the command again, which continues from here`
  );
}
