import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** A policy violation of one resource or of the whole stack. */
export interface Violation {
  readonly rule: string;
  /** Whether it stops the run. */
  readonly mandatory: boolean;
  /** `critical` to `low`; empty for a message of the pack itself. */
  readonly severity: string;
  readonly theme: string;
  readonly title: string;
  /** The problem and its remedy. */
  readonly lines: readonly string[];
}

/** Format of a rule's description: `[critical, network] Admin ports are closed to the internet`. */
const description = /^\[(\w+), ([^\]]+)\] (.*)$/;

/** The violations in a run's events, without the pack's summary, which is formatted elsewhere. */
export function violationsIn(events: readonly EngineEvent[]): readonly Violation[] {
  return events.flatMap(({ policyEvent }) => {
    if (policyEvent === undefined || policyEvent.policyName === "summary") return [];
    const [head = "", ...lines] = linesOf(policyEvent.message);
    const [, severity = "", theme = "", title = head] = description.exec(head) ?? [];
    const mandatory = policyEvent.enforcementLevel === "mandatory";
    return { rule: policyEvent.policyName, mandatory, severity, theme, title, lines };
  });
}

/** The rules that a preview could not decide, from the pack's summary. */
export function openQuestionsIn(events: readonly EngineEvent[]): readonly string[] {
  const last = events.findLast(({ policyEvent }) => policyEvent?.policyName === "summary");
  const lines = linesOf(last?.policyEvent?.message ?? "");
  const from = lines.findIndex((line) => line.startsWith("cannot be decided"));
  return from < 0 ? [] : lines.slice(from);
}

const linesOf = (message: string): readonly string[] =>
  message
    .replaceAll(/<\{%[^%]*%\}>/g, "")
    .trimEnd()
    .split("\n");

const severities = ["", "critical", "high", "medium", "low"];

/** Mandatory violations in full, by severity and theme; advisory ones as one line for each severity. */
export function violationsText(violations: readonly Violation[], open: readonly string[]): string {
  const stopping = violations.filter(({ mandatory }) => mandatory);
  const advising = violations.filter(({ mandatory }) => !mandatory);
  return [
    ...(stopping.length === 0 ? [] : [`the policies stop this run: ${counted(stopping)}`]),
    ...bySeverity(stopping).flatMap(([severity, group]) => blocksOf(severity, group)),
    ...(advising.length === 0 ? [] : ["advisory violations (details in the log):"]),
    ...bySeverity(advising).map(
      ([severity, group]) =>
        `  ${severity}: ${tally(group, ({ rule }) => rule)
          .map(([rule, { length }]) => (length === 1 ? rule : `${rule} (${length})`))
          .join(", ")}`,
    ),
    ...open,
  ].join("\n");
}

function blocksOf(severity: string, group: readonly Violation[]): readonly string[] {
  return tally(group, ({ theme }) => theme).flatMap(([theme, ofTheme]) => [
    `  ${[severity, theme].filter(Boolean).join(", ")}`,
    ...tally(ofTheme, ({ rule }) => rule).flatMap(([rule, ofRule]) => [
      `    ${rule}: ${ofRule[0]?.title ?? ""}`,
      ...new Set(sayOnce(ofRule).map((line) => `      ${line}`)),
    ]),
  ]);
}

/** Puts a rule's remedy once, after all its violations, because it is the same for each resource. */
function sayOnce(group: readonly Violation[]): readonly string[] {
  const lines = group.flatMap((violation) => violation.lines);
  const isRemedy = (line: string) => line.startsWith("How: ");
  return [...lines.filter((line) => !isRemedy(line)), ...lines.filter(isRemedy)];
}

const counted = ({ length }: readonly unknown[]): string =>
  length === 1 ? "1 violation" : `${length} violations`;

const bySeverity = (violations: readonly Violation[]) =>
  tally(violations, ({ severity }) => severity)
    .toSorted(([one], [other]) => severities.indexOf(one) - severities.indexOf(other))
    .map(([severity, group]) => [severity === "" ? "the pack" : severity, group] as const);

function tally<T>(
  items: readonly T[],
  of: (item: T) => string,
): readonly (readonly [string, T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return [...groups];
}
