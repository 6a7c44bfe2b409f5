import { appendFileSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The full log of one run. */
export interface Log {
  readonly path: string;
  write(text: string): void;
}

/**
 * Starts `logs/<command>-<n>.log` and keeps the newest ten logs of that command. It only receives the engine's output,
 * in which secrets are masked.
 */
export function openLog(folder: string, command: string, keep = 10): Log {
  mkdirSync(folder, { recursive: true });
  const numbers = readdirSync(folder)
    .map((file) => new RegExp(`^${command}-(\\d+)\\.log$`).exec(file)?.[1])
    .flatMap((number) => (number === undefined ? [] : [Number(number)]))
    .sort((a, b) => a - b);
  for (const old of numbers.slice(0, Math.max(0, numbers.length - keep + 1)))
    unlinkSync(join(folder, `${command}-${old}.log`));
  const path = join(folder, `${command}-${(numbers.at(-1) ?? 0) + 1}.log`);
  writeFileSync(path, "", { mode: 0o600 });
  return { path, write: (text) => writeIfThereIsRoom(path, text) };
}

/** A full disk must not stop a run only because its log cannot be written. */
function writeIfThereIsRoom(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
