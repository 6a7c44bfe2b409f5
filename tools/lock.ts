import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const heartbeatMs = 5_000;
const pollMs = 200;

/** Settings of a lock that only tests change. */
export interface LockOptions {
  /** A lock whose holder has given no sign for so long is taken over. @default 30 seconds */
  readonly silentMs?: number;
}

/**
 * Runs `work` while this process alone holds the lock file. Waits for another process that holds it,
 * and takes over from one that is dead: its process is gone, or (after a restart another process
 * may have its number) the file's modification time stood still while this process was watching.
 *
 * @param waiting called once, with the holder's process number, when there is a wait
 */
export async function withLock<T>(
  file: string,
  waiting: (holder: number) => void,
  work: () => Promise<T>,
  { silentMs = 30_000 }: LockOptions = {},
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  await acquire(file, waiting, silentMs);
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (read(file)?.holder === process.pid) unlinkSync(file);
  }
}

async function acquire(file: string, waiting: (holder: number) => void, silentMs: number) {
  let last: { readonly sign: string; readonly since: number } | undefined;
  let told = false;
  while (!create(file)) {
    const seen = read(file);
    if (seen === undefined) continue;
    if (last?.sign !== seen.sign) last = { sign: seen.sign, since: performance.now() };
    if (!isAlive(seen.holder) || performance.now() - last.since > silentMs) {
      remove(file, seen.sign);
      continue;
    }
    if (!told) waiting(seen.holder);
    told = true;
    await sleep(pollMs);
  }
}

/** A link to a finished file: nobody reads a lock without its holder. */
function create(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    unlinkSync(own);
  }
}

/** Removes the lock that was judged dead, and puts back one that came in its place meanwhile. */
function remove(file: string, sign: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (read(aside)?.sign !== sign) linkSync(aside, file);
  } finally {
    unlinkSync(aside);
  }
}

function read(file: string): { readonly holder: number; readonly sign: string } | undefined {
  try {
    const holder = Number.parseInt(readFileSync(file, "utf8"), 10);
    return { holder, sign: `${holder}:${statSync(file).mtimeMs}` };
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  const now = new Date();
  if (read(file)?.holder === process.pid) utimesSync(file, now, now);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
