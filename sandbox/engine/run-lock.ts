import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { commandOf } from "./processes.ts";

/** Somebody else is at work in the same clone. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/**
 * Runs `work` while this process alone holds the lock. A lock whose process is gone, or whose number now
 * belongs to a process that is no Node.js, is taken over.
 *
 * @throws Busy at once when another process holds it: two runs would fight for one state
 */
export async function withRunLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  if (!create(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && commandOf(holder)?.includes("node"))
      throw new Busy(
        `a sandbox run is under way in this clone (process ${holder}, ${file});\n` +
          "wait until it ends, or end it with Ctrl-C in its terminal",
      );
    remove(file);
    if (!create(file)) throw new Busy(`another sandbox run has just begun in this clone (${file})`);
  }
  try {
    return await work();
  } finally {
    if (holderOf(file) === process.pid) remove(file);
  }
}

function create(file: string): boolean {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, `${process.pid}\n`);
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
