import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Layout } from "./layout.ts";
import { startOf } from "./processes.ts";

interface Holder {
  readonly pid: number;
  readonly started: string;
}

function holderOf(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    if (!("pid" in value) || typeof value.pid !== "number") return undefined;
    if (!("started" in value) || typeof value.started !== "string") return undefined;
    return { pid: value.pid, started: value.started };
  } catch {
    return undefined;
  }
}

const alive = (holder: Holder | undefined): boolean =>
  holder !== undefined && startOf(holder.pid) === holder.started;

let turn = 0;

/**
 * Takes the lock of a dead holder away. Two that wait may both have seen him dead, and the slower one must not take
 * the lock that the faster one holds by now: so it is moved aside, looked at once more, and put back when it lives.
 */
function takeAway(layout: Layout): void {
  const aside = `${layout.lock}.${process.pid}.dead`;
  try {
    renameSync(layout.lock, aside);
    if (alive(holderOf(aside))) linkSync(aside, layout.lock);
  } catch {
    // somebody else was quicker
  }
  rmSync(aside, { force: true });
}

/** True when the lock is ours now. A file is linked to its place whole, so nobody reads a half-written one. */
function take(layout: Layout): boolean {
  const mine = `${layout.lock}.${process.pid}.${(turn += 1)}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? "" }));
  try {
    linkSync(mine, layout.lock);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Runs `work` while no other run starts or stops the cluster of this home. A lock whose holder is dead is taken over.
 * @param seconds how long another run is waited for @default 300
 */
export async function withLock<T>(
  layout: Layout,
  report: (line: string) => void,
  work: () => Promise<T>,
  seconds = 300,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let told = false;
  while (!take(layout)) {
    const holder = holderOf(layout.lock);
    if (!alive(holder)) {
      takeAway(layout);
      continue;
    }
    if (!told) report(`cluster: another run (process ${holder?.pid}) is at work on it, waiting`);
    told = true;
    if (Date.now() > deadline) {
      throw new Error(
        `process ${holder?.pid} has held ${layout.lock} for ${seconds} s: wait for that run, or end it`,
      );
    }
    await delay(100);
  }
  try {
    return await work();
  } finally {
    rmSync(layout.lock, { force: true });
  }
}
