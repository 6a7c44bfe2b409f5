import { writeSync } from "node:fs";

/** What a process says of itself: program start, or a program's own share. */
export interface Said {
  readonly seconds: number;
  /** User and system. */
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

/** User and system seconds of this process so far. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Prints this process's figures as the last line of its output, at once. @param before CPU seconds to take off */
export function sayFigures(seconds: number, before: number): void {
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  const said: Said = { seconds, cpuSeconds: cpuNow() - before, rssMiB };
  writeSync(1, `\n${JSON.stringify(said)}\n`);
}

/** Reads what `sayFigures` printed. @throws Error where there is no such line */
export function parseSaid(output: string): Said {
  const line = output.trim().split("\n").at(-1) ?? "";
  const said: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
  if (isSaid(said)) return said;
  throw new Error(`no figures in the output: ${output.slice(-500)}`);
}

function isSaid(value: unknown): value is Said {
  return (
    typeof value === "object" &&
    value !== null &&
    ["seconds", "cpuSeconds", "rssMiB"].every((key) => typeof Reflect.get(value, key) === "number")
  );
}
