import { writeSync } from "node:fs";

/** Figures that a process reports about itself: program start, or a program's own share. */
export interface Said {
  readonly seconds: number;
  /** User and system seconds. */
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

/** User and system seconds of this process. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Prints this process's figures as the last line of its output. @param before CPU seconds to subtract */
export function sayFigures(seconds: number, before: number): void {
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  const said: Said = { seconds, cpuSeconds: cpuNow() - before, rssMiB };
  writeSync(1, `\n${JSON.stringify(said)}\n`);
}

/** Parses the line that `sayFigures` printed. @throws Error if there is none */
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
