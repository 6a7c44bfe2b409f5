import type { Outcome, Step } from "./step.ts";

/** How a program ended. `code` is absent when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** It was ended because its time was over. */
  readonly late: boolean;
}

/** The part of mocha's JSON report that is read. */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly file?: string;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
}

/**
 * Counts a step. A program that broke down before it could report is one failure, whatever it did.
 * @param report text of mocha's JSON report, if it wrote one
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
    return crash(`ended with ${ended.code ?? "a signal"} and reported nothing`);
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
    // cut off half-way
    return undefined;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
