/** How the checks of a step are counted. */
export type Counting =
  /** The whole step is one check. */
  | { readonly kind: "one" }
  /** Each test of a mocha run, read from the report that mocha writes to `report`. */
  | { readonly kind: "mocha"; readonly report: string };

/** One program of the test run. */
export interface Step {
  readonly name: string;
  /** A second name, shared by several steps, to ask for all of them. @default the step has only its name */
  readonly group?: string;
  readonly command: readonly [program: string, ...arguments_: string[]];
  readonly counting: Counting;
  /** Names of steps that must end before this one starts, passed or failed. @default none */
  readonly after?: readonly string[];
  /** No other step runs at the same time, because this one depends on real time. @default false */
  readonly alone?: boolean;
  /** Show its output at once. @default false: the output is shown only when the step fails */
  readonly stream?: boolean;
  /** Time limit. A step that takes longer is stopped, and has failed. */
  readonly minutes: number;
}

/** Result of a step. */
export interface Outcome {
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** One text for each failure; empty when all checks passed. */
  readonly failures: readonly string[];
}

/** Sums all steps up in one line: `12 passed, 1 failed, 2 skipped`. The last part is left out when it is 0. */
export function countsLine(outcomes: readonly Outcome[]): string {
  const sum = (key: "passed" | "failed" | "skipped") =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Whether at least one check passed and none failed. */
export function isGood(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ passed }) => passed > 0) && outcomes.every(({ failed }) => failed === 0);
}
