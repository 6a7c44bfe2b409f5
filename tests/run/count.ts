import type { Outcome, Step } from "./step.ts";

/** How a program ended. */
export interface Ended {
  /** Exit code; null when a signal ended the program. */
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** Whether it was stopped at its time limit. */
  readonly late: boolean;
}

/** The fields of mocha's JSON report that are used here. */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly file?: string;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
}

/**
 * Counts the checks of a step. A program that crashed before its report counts as one failure.
 * @param report text of mocha's JSON report; undefined when there is none
 */
export function countStep(step: Step, ended: Ended, report: string | undefined): Outcome {
  const { name } = step;
  const { seconds } = ended;
  const crash = (why: string): Outcome => ({
    step: name,
    passed: 0,
    failed: 1,
    skipped: 0,
    seconds,
    failures: [`${name}: ${why}\n${ended.output.trimEnd()}`],
  });
  if (ended.late) return crash(`not done after ${step.minutes} minutes`);
  if (step.counting.kind === "one") {
    if (ended.code !== 0) return crash(`ended with ${ended.code ?? "a signal"}`);
    return { step: name, passed: 1, failed: 0, skipped: 0, seconds, failures: [] };
  }
  const read = report === undefined ? undefined : parseReport(report);
  if (read === undefined)
    return crash(`ended with ${ended.code ?? "a signal"} and wrote no report`);
  const { stats, failures } = read;
  const counted: Outcome = {
    step: name,
    passed: stats.passes,
    failed: stats.failures,
    skipped: stats.pending,
    seconds,
    failures: failures.map(({ fullTitle, file, err }) =>
      [
        `${name}: ${fullTitle}`,
        ...(file ? [`  ${file}`] : []),
        indent(err.stack ?? err.message ?? ""),
      ].join("\n"),
    ),
  };
  if (ended.code === 0 || stats.failures > 0) return counted;
  const broken = crash(`every test passed, yet it ended with ${ended.code ?? "a signal"}`);
  return { ...counted, failed: 1, failures: broken.failures };
}

function parseReport(text: string): MochaReport | undefined {
  try {
    return JSON.parse(text) as MochaReport;
  } catch {
    // The report is incomplete.
    return undefined;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
