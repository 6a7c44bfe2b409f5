import type { Sample } from "./series.ts";
import { type Phase, phases, type ProgramName } from "./task.ts";

/** Limit of a figure, and the sizes from which it applies. */
export interface Target {
  readonly name: string;
  readonly value: number | undefined;
  readonly limit: number;
}

/** Ratios of our program to the baseline in one phase at one size. */
export interface Row {
  readonly count: number;
  readonly phase: Phase;
  readonly resources: number;
  /** Medians of our program and the baseline; undefined if it was not run. */
  readonly seconds: Pair;
  readonly cpuSeconds: Pair;
  readonly peakMiB: Pair;
  /** Minimum and maximum one-minute load average of the machine. */
  readonly load: readonly [number, number];
}

/** Our figure, the baseline's, and their ratio. */
export interface Pair {
  readonly hanok: number | undefined;
  readonly flat: number | undefined;
  readonly ratio: number | undefined;
}

/** The median; undefined for an empty list. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/**
 * The ratio is the median of the ratios within each round, because the two runs of a round share the machine's load. It is
 * not the ratio of the medians.
 */
export function pairOf(hanok: readonly number[], flat: readonly number[]): Pair {
  const ratios = hanok.flatMap((ours, round) => {
    const floor = flat[round];
    return floor === undefined || floor === 0 ? [] : [ours / floor];
  });
  return { hanok: median(hanok), flat: median(flat), ratio: median(ratios) };
}

/** One row for each size and phase, in the order of the samples. */
export function rowsOf(samples: readonly Sample[]): readonly Row[] {
  const counts = [...new Set(samples.map(({ count }) => count))];
  return counts.flatMap((count) =>
    phases.flatMap((phase): Row[] => {
      const own = samples.filter((sample) => sample.count === count && sample.phase === phase);
      const [first] = own;
      if (first === undefined) return [];
      const pair = (value: (sample: Sample) => number | undefined): Pair => {
        const of = (program: ProgramName) =>
          own.flatMap((sample) => (sample.program === program ? (value(sample) ?? []) : []));
        return pairOf(of("hanok"), of("flat"));
      };
      const loads = own.map(({ load }) => load);
      return [
        {
          count,
          phase,
          resources: first.resources,
          seconds: pair(({ seconds }) => seconds),
          cpuSeconds: pair(({ cpuSeconds }) => cpuSeconds),
          peakMiB: pair(({ peakMiB }) => peakMiB),
          load: [Math.min(...loads), Math.max(...loads)],
        },
      ];
    }),
  );
}

const limits: Readonly<Partial<Record<Phase, number>>> = { preview: 0.7, up: 1, destroy: 0.55 };

/** Limits of the ratios to the baseline at 50 and 200 services, with memory in the worst phase, and of the growth to 500. */
export function targetsOf(rows: readonly Row[]): readonly Target[] {
  const judged = rows.filter(({ count }) => count === 50 || count === 200);
  const times = judged.flatMap(({ count, phase, seconds }): Target[] => {
    const limit = limits[phase];
    if (limit === undefined) return [];
    return [{ name: `${phase}, ${count} services, time`, value: seconds.ratio, limit }];
  });
  const memory = [50, 200].flatMap((count): Target[] => {
    const ratios = judged.flatMap((row) => (row.count === count ? (row.peakMiB.ratio ?? []) : []));
    if (ratios.length === 0) return [];
    return [
      { name: `memory, ${count} services, worst phase`, value: Math.max(...ratios), limit: 1.1 },
    ];
  });
  const growth = phases.flatMap((phase): Target[] => {
    const each = (count: number) => {
      const seconds = rows.find((row) => row.count === count && row.phase === phase)?.seconds.hanok;
      return seconds === undefined ? undefined : seconds / count;
    };
    const [small, large] = [each(50), each(500)];
    if (small === undefined || large === undefined) return [];
    return [{ name: `${phase}, a service of 500 to one of 50`, value: large / small, limit: 1.2 }];
  });
  return [...times, ...memory, ...growth];
}
