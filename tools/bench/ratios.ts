import type { Sample } from "./series.ts";
import { type Phase, phases, type ProgramName } from "./task.ts";

/** What a figure may be at most, and from which sizes on. */
export interface Target {
  readonly name: string;
  readonly value: number | undefined;
  readonly limit: number;
}

/** Ratios of our program to the floor in one phase of one size. */
export interface Row {
  readonly count: number;
  readonly phase: Phase;
  readonly resources: number;
  /** Medians of ours and of the floor; undefined where it was not run. */
  readonly seconds: Pair;
  readonly cpuSeconds: Pair;
  readonly peakMiB: Pair;
  /** Lowest and highest one-minute load average of the machine. */
  readonly load: readonly [number, number];
}

/** Ours, the floor, and ours divided by the floor. */
export interface Pair {
  readonly hanok: number | undefined;
  readonly flat: number | undefined;
  readonly ratio: number | undefined;
}

/** The middle value; of an even number, the mean of the two in the middle. Undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/**
 * The ratio is the median of the ratios of each round, because a round's two runs stand side by side and share what else
 * the machine had to do; it is not the ratio of the medians.
 */
export function pairOf(hanok: readonly number[], flat: readonly number[]): Pair {
  const ratios = hanok.flatMap((ours, round) => {
    const floor = flat[round];
    return floor === undefined || floor === 0 ? [] : [ours / floor];
  });
  return { hanok: median(hanok), flat: median(flat), ratio: median(ratios) };
}

/** One row a size and phase, in the order of the samples. */
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

/** Ratios to the floor that are promised at 50 and 200 services, memory as the worst phase, and the growth to 500. */
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
