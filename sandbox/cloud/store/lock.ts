import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { startOf } from "../../cluster/processes.ts";

const pause = new Int32Array(new SharedArrayBuffer(4));
let turn = 0;
let held: string | undefined;

/**
 * Runs `work` while no other process works in the cloud: each provider instance of the engine is a process of its own.
 * What is done in it takes milliseconds, so it is waited for without giving way. Inside `work` it may be taken again.
 *
 * @throws Error when a live process holds the lock all the time
 */
export function locked<T>(file: string, work: () => T, patienceSeconds = 30): T {
  if (held === file) return work();
  const deadline = performance.now() + patienceSeconds * 1000;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) takeAway(file);
    else if (performance.now() > deadline)
      throw new Error(
        `${file} has been held for ${patienceSeconds} s by ${JSON.stringify(holder)}; end that process`,
      );
    else Atomics.wait(pause, 0, 0, 2);
  }
  held = file;
  try {
    return work();
  } finally {
    held = undefined;
    rmSync(file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** A file is linked to its place whole, so nobody reads a half-written one. */
function take(file: string): boolean {
  const mine = `${file}.${process.pid}.${(turn += 1)}`;
  own ??= JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? "" });
  writeFileSync(mine, own);
  try {
    linkSync(mine, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}
let own: string | undefined;

/** Two that wait may both have seen a dead holder: it is moved aside, looked at again, and put back when it lives. */
function takeAway(file: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
    const holder = holderOf(aside);
    if (holder !== undefined && isAlive(holder)) linkSync(aside, file);
  } catch {
    // somebody else was quicker
  }
  rmSync(aside, { force: true });
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
