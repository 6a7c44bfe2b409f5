import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What the policy pack says of one resource, or of the whole stack. */
export interface Violation {
  readonly rule: string;
  /** Whether it stops the run. */
  readonly mandatory: boolean;
  /** `critical` to `low`; empty for what the pack says of itself. */
  readonly severity: string;
  readonly theme: string;
  readonly title: string;
  /** What is wrong, and how to put it right. */
  readonly lines: readonly string[];
}

/** `[critical, network] Admin ports are closed to the internet`: a rule's own description. */
const description = /^\[(\w+), ([^\]]+)\] (.*)$/;

/** What the pack said during a run, without its summary, which the run tells in its own way. */
export function violationsIn(events: readonly EngineEvent[]): readonly Violation[] {
  return events.flatMap(({ policyEvent }) => {
    if (policyEvent === undefined || policyEvent.policyName === "summary") return [];
    const [head = "", ...lines] = linesOf(policyEvent.message);
    const [, severity = "", theme = "", title = head] = description.exec(head) ?? [];
    const mandatory = policyEvent.enforcementLevel === "mandatory";
    return { rule: policyEvent.policyName, mandatory, severity, theme, title, lines };
  });
}

/** What a preview could not decide, as the pack lists it. */
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

/** What stops the run in full, by severity and theme; what advises in a line a severity. */
export function violationsText(violations: readonly Violation[], open: readonly string[]): string {
  const stopping = violations.filter(({ mandatory }) => mandatory);
  const advising = violations.filter(({ mandatory }) => !mandatory);
  return [
    ...(stopping.length === 0 ? [] : [`the policies stop this: ${counted(stopping)}`]),
    ...bySeverity(stopping).flatMap(([severity, group]) => blocksOf(severity, group)),
    ...(advising.length === 0 ? [] : ["the policies advise; the log says each in full:"]),
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

/** The remedy of a rule is the same for each resource, so it comes once, after all of them. */
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
