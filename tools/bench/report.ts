import { type Pair, type Row, type Target, targetsOf } from "./ratios.ts";
import type { Said } from "./said.ts";

/** A program's own share at one size. */
export interface Share {
  readonly count: number;
  readonly hanok: Said;
  readonly flat: Said;
}

/** All measurements. */
export interface Results {
  readonly rows: readonly Row[];
  readonly start: readonly Said[];
  readonly shares: readonly Share[];
  /** Date, cores, memory and versions. */
  readonly conditions: readonly string[];
  /** Measurements that failed, with the reason. */
  readonly failures: readonly string[];
}

export const marks = { begin: "<!-- results -->", end: "<!-- end of results -->" } as const;

/** Inserts the results between the document's markers. The text around them is written by hand. */
export function insert(document: string, results: string): string {
  const [before, rest] = document.split(marks.begin);
  const after = rest?.split(marks.end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/benchmarks.md has lost its marks: ${marks.begin} … ${marks.end}`);
  return `${before}${marks.begin}\n\n${results.trim()}\n\n${marks.end}${after}`;
}

/** Formats the results as Markdown. */
export function report({ rows, start, shares, conditions, failures }: Results): string {
  const targets = targetsOf(rows);
  return [
    ...conditions.map((line) => `- ${line}`),
    "",
    ...section(
      "Targets",
      targets.length === 0
        ? []
        : table(["what", "at most", "measured", ""], targets.map(targetCells)),
    ),
    ...section(
      "Operations: Hanok against the flat program",
      table(
        [
          "services",
          "resources",
          "phase",
          "time",
          "ratio",
          "CPU",
          "ratio",
          "memory",
          "ratio",
          "load",
        ],
        rows.map(rowCells),
      ),
    ),
    ...section("Program start", startLines(start)),
    ...section(
      "The program's own share, with mocks in place of engine and provider",
      table(
        ["services", "Hanok, ms of CPU a service", "flat", "Hanok, MiB", "flat"],
        shares.map(({ count, hanok, flat }) => [
          `${count}`,
          perService(hanok, count),
          perService(flat, count),
          hanok.rssMiB.toFixed(0),
          flat.rssMiB.toFixed(0),
        ]),
      ),
    ),
    ...section(
      "Not measured",
      failures.map((line) => `- ${line}`),
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, "", ...lines, ""];
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

function targetCells({ name, value, limit }: Target): readonly string[] {
  const verdict = value === undefined ? "not measured" : value <= limit ? "met" : "**missed**";
  return [name, `${limit}`, value?.toFixed(2) ?? "", verdict];
}

function rowCells(row: Row): readonly string[] {
  const { count, phase, resources, seconds, cpuSeconds, peakMiB, load } = row;
  return [
    `${count}`,
    `${resources}`,
    phase === "unchanged" ? "preview, no change" : phase,
    both(seconds, 1, " s"),
    ratio(seconds),
    both(cpuSeconds, 1, " s"),
    ratio(cpuSeconds),
    both(peakMiB, 0, " MiB"),
    ratio(peakMiB),
    load.map((value) => value.toFixed(1)).join("–"),
  ];
}

const both = ({ hanok, flat }: Pair, digits: number, unit: string): string =>
  [hanok, flat].map((value) => (value === undefined ? "–" : value.toFixed(digits))).join(" / ") +
  unit;

const ratio = (pair: Pair): string => pair.ratio?.toFixed(2) ?? "–";

const perService = ({ cpuSeconds }: Said, count: number): string =>
  ((cpuSeconds * 1000) / count).toFixed(1);

function startLines(start: readonly Said[]): readonly string[] {
  const cells = start.map(({ seconds, cpuSeconds, rssMiB }) => [
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    `${rssMiB.toFixed(0)} MiB`,
  ]);
  return table(["time (at most 2 s)", "CPU", "memory (at most 230 MiB)"], cells);
}
