import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startOf } from "./cluster/processes.ts";

/** Another run is at work in the same clone. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** The start time tells the holder from a later process that has the same number. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

const pause = new Int32Array(new SharedArrayBuffer(4));
let own: string | undefined;
let turn = 0;
let held: string | undefined;

/**
 * Runs `work` while this process alone holds the lock file. It takes over the lock of a process that has ended.
 * @param waiting called once, with the holder's process number, when there is a wait
 * @param seconds how long it waits for another process @default 300
 * @throws Error when a live process holds the lock all the time
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
 * The same for work that takes milliseconds: it blocks while it waits. `work` may take the same lock again.
 * @param seconds how long it waits for another process @default 30
 * @throws Error when a live process holds the lock all the time
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
 * The same for a run of the sandbox, which never waits: two runs would fight for one state.
 * @throws Busy at once when another process holds the lock
 */
export function withRunLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const refuse = (holder: number): never => {
    throw new Busy(
      `a sandbox run is under way in this clone (process ${holder}, ${file});\n` +
        "wait until it ends, or end it with Ctrl-C in its terminal",
    );
  };
  return withLock(file, refuse, work);
}

function heldTooLong(file: string, { pid }: Holder, seconds: number): Error {
  return new Error(
    `process ${pid} has held ${file} for ${seconds} s: wait for that run, or end it`,
  );
}

/** Undefined when the lock is ours now, otherwise its live holder. The file is linked whole, so it is never read half-written. */
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

/** Two processes may both have seen a dead holder: the lock is moved aside, looked at again, and put back when its holder lives. */
function takeAway(file: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    const holder = holderOf(aside);
    if (holder !== undefined && isAlive(holder)) linkSync(aside, file);
  } catch {
    // another process was quicker
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
