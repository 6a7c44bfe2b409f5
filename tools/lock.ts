import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startOf } from "./processes.ts";

/** Another run is in progress in the same clone. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** The start time distinguishes the holder from a later process with the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

const pause = new Int32Array(new SharedArrayBuffer(4));
let own: string | undefined;
let turn = 0;
let held: string | undefined;

/**
 * Runs `work` while only this process holds the lock file. It takes over the lock of a process that has ended.
 * @param waiting called once with the holder's process number, if it has to wait
 * @param seconds timeout of the wait @default 300
 * @throws Error if a live process holds the lock until the timeout
 */
export async function withLock<T>(
  file: string,
  waiting: (holder: number) => void,
  work: () => Promise<T>,
  seconds = 300,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let told = false;
  for (let holder = take(file); holder !== undefined; holder = take(file)) {
    if (!told) waiting(holder.pid);
    told = true;
    if (Date.now() > deadline) throw heldTooLong(file, holder, seconds);
    await delay(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Like `withLock`, but blocks while it waits, for work that takes milliseconds. `work` may take the same lock again.
 * @param seconds timeout of the wait @default 30
 * @throws Error if a live process holds the lock until the timeout
 */
export function withLockSync<T>(file: string, work: () => T, seconds = 30): T {
  if (held === file) return work();
  const deadline = performance.now() + seconds * 1000;
  for (let holder = take(file); holder !== undefined; holder = take(file)) {
    if (performance.now() > deadline) throw heldTooLong(file, holder, seconds);
    Atomics.wait(pause, 0, 0, 2);
  }
  held = file;
  try {
    return work();
  } finally {
    held = undefined;
    rmSync(file, { force: true });
  }
}

/**
 * Like `withLock`, but does not wait, for a run of the sandbox: two runs cannot share a state.
 * @throws Busy if another process holds the lock
 */
export function withRunLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const refuse = (holder: number): never => {
    throw new Busy(
      `another sandbox run is in progress in this clone (process ${holder}, ${file});\n` +
        "wait until it ends, or end it with Ctrl-C in its terminal",
    );
  };
  return withLock(file, refuse, work);
}

function heldTooLong(file: string, { pid }: Holder, seconds: number): Error {
  return new Error(
    `process ${pid} has held ${file} for ${seconds} s; wait for that run, or end it`,
  );
}

/** Tries to take the lock. Returns its live holder, if any. The file is linked, so nobody reads an incomplete one. */
function take(file: string): Holder | undefined {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const mine = `${file}.${process.pid}.${(turn += 1)}`;
  own ??= JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? "" });
  writeFileSync(mine, own);
  try {
    for (;;) {
      if (link(mine, file)) return undefined;
      const holder = holderOf(file);
      if (holder !== undefined && isAlive(holder)) return holder;
      takeAway(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes the lock of a dead holder. Another process may have taken it in between, so a live lock is put back. */
function takeAway(file: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    const holder = holderOf(aside);
    if (holder !== undefined && isAlive(holder)) linkSync(aside, file);
  } catch {
    // another process removed it first
  }
  rmSync(aside, { force: true });
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  return startOf(pid) === started;
}

function holderOf(file: string): Holder | undefined {
  try {
    const { pid, started }: Partial<Holder> = JSON.parse(readFileSync(file, "utf8"));
    return pid === undefined || started === undefined ? undefined : { pid, started };
  } catch {
    return undefined;
  }
}
