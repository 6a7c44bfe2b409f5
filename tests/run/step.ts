/** How a step's success is counted. */
export type Counting =
  /** The whole step is one check. */
  | { readonly kind: "one" }
  /** Each test of a mocha run, read from the report that mocha writes to `report`. */
  | { readonly kind: "mocha"; readonly report: string };

/** One program of the test run. */
export interface Step {
  readonly name: string;
  /** By which it is asked for together with others. @default by its name alone */
  readonly group?: string;
  readonly command: readonly [program: string, ...arguments_: string[]];
  readonly counting: Counting;
  /** Steps that must have ended before, whatever came of them. @default none */
  readonly after?: readonly string[];
  /** No other step runs beside it: it measures time, or it needs both cores. @default false */
  readonly alone?: boolean;
  /** Its output is shown as it comes. @default false: shown only when it fails */
  readonly stream?: boolean;
  /** A step that is not done after so many minutes has failed. */
  readonly minutes: number;
}

/** What came of a step. */
export interface Outcome {
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** What to read, one a failure; empty when nothing failed. */
  readonly failures: readonly string[];
}

/** Passed, failed and skipped checks of all steps, as the last line says them. */
export function countsLine(outcomes: readonly Outcome[]): string {
  const sum = (key: "passed" | "failed" | "skipped") =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A run is good when something ran and nothing failed. */
export function isGood(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ passed }) => passed > 0) && outcomes.every(({ failed }) => failed === 0);
}
