import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Seconds between two looks. A state grows by kilobytes in that time. */
const periodSeconds = 1;

/** Bytes that are wanted at least, for a state that is still empty. */
const least = 256 * 1_024;

/** How much room the state's disk has, and how much the next write may take. */
export interface Room {
  readonly free: number;
  readonly needed: number;
}

/** A watch over the disk of the state while a run is under way. */
export interface DiskWatch {
  /** Aborted when the state could soon not be written any more. */
  readonly signal: AbortSignal;
  close(): void;
}

/**
 * Watches the room on the state's disk. The engine tries again for half a minute each time that it cannot write, and
 * waits meanwhile for all that is under way; a run that is stopped while a write still fits loses nothing.
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
 * The engine writes the whole state to a new file before the last one goes, and keeps the one before as `.bak`: twice its
 * size is room for both, and for what it grows by.
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

/** Whether the next write might not fit. */
export function isFull({ free, needed }: Room): boolean {
  return free < needed;
}

/** What to do about a disk that is full. */
export function fullDisk(state: string, { free, needed }: Room): string {
  const kib = (bytes: number) => `${Math.ceil(bytes / 1_024)} KiB`;
  return (
    `no space left on the disk of ${state}: ${kib(free)} are free, and the next write of the state needs ` +
    `${kib(needed)}; free some and start again, and the next run goes on from here`
  );
}
