import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Share } from "./report.ts";
import type { Said } from "./said.ts";
import type { Sample } from "./series.ts";

/** What was measured, each size and phase in its last run. */
export interface Measured {
  readonly samples: readonly Sample[];
  readonly shares: readonly Share[];
  readonly start: readonly Said[];
  /** What the figures of a run depend on: when, on what machine. */
  readonly conditions: readonly string[];
  /** What could not be measured, and why. */
  readonly failures: readonly string[];
}

export const nothing: Measured = {
  samples: [],
  shares: [],
  start: [],
  conditions: [],
  failures: [],
};

/** An earlier run's figures with a later one's in place of those that it measured again, by size. */
export function mergeMeasured(before: Measured, after: Measured): Measured {
  const again = new Set(after.samples.map(({ count, phase }) => `${count} ${phase}`));
  const samples = [
    ...before.samples.filter(({ count, phase }) => !again.has(`${count} ${phase}`)),
    ...after.samples,
  ];
  return {
    samples: samples.toSorted((one, other) => one.count - other.count),
    shares: after.shares.length > 0 ? after.shares : before.shares,
    start: after.start.length > 0 ? after.start : before.start,
    conditions: [...new Set([...before.conditions, ...after.conditions])],
    failures: after.failures,
  };
}

/** Adds a run to what was measured in this clone. */
export function keepMeasured(folder: string, run: Measured): Measured {
  const merged = mergeMeasured(readMeasured(folder), run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "samples.json"), JSON.stringify(merged, null, 2));
  return merged;
}

export function readMeasured(folder: string): Measured {
  const file = join(folder, "samples.json");
  if (!existsSync(file)) return nothing;
  const content: Partial<Measured> = JSON.parse(readFileSync(file, "utf8"));
  return { ...nothing, ...content };
}
