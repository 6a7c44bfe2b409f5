import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Share } from "./report.ts";
import type { Said } from "./said.ts";
import type { Sample } from "./series.ts";

/** Samples of the last run for each size and phase. */
export interface Measured {
  readonly samples: readonly Sample[];
  readonly shares: readonly Share[];
  readonly start: readonly Said[];
  /** Date and machine of a run. */
  readonly conditions: readonly string[];
  /** Measurements that failed, with the reason. */
  readonly failures: readonly string[];
}

export const nothing: Measured = {
  samples: [],
  shares: [],
  start: [],
  conditions: [],
  failures: [],
};

/** Replaces the samples of an earlier run by newer ones of the same size. */
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

/** Adds a run to the measurements of this clone. */
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
