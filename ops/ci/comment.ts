import { type Change, type Fate, fates, type Review } from "./review.ts";

/** GitHub's limit of a comment is 65,536 characters. */
const longest = 60_000;

/** Identifies the comment of a stack, so that each run updates the same one. */
export const markerOf = (stack: string): string => `<!-- hanok: preview of ${stack} -->`;

/**
 * The comment of a preview in Markdown. The heading says the most important result. The sections follow in the order in
 * which they can stop a merge. Sections that exceed GitHub's limit are shortened, and say by how much.
 */
export function commentOf(review: Review): string {
  const sections = [failuresOf, lossesOf, stoppingOf, priceOf, replacedOf, advisoryOf, otherOf];
  const parts = [markerOf(review.stack), `### ${headingOf(review)}`];
  let room = longest - parts.join("\n\n").length;
  for (const section of sections) {
    const lines = section(review);
    if (lines.length === 0) continue;
    const text = fitting(lines, room - 200);
    room -= text.length + 2;
    parts.push(text);
  }
  return `${parts.join("\n\n")}\n`;
}

/** What a reviewer must know first, in one line. */
export function headingOf({ stack, failures, violations, changes, price }: Review): string {
  const of = (fate: Fate) => changes.filter((change) => change.fate === fate).length;
  const lost = changes.filter(({ losesData }) => losesData);
  const stopping = new Set(violations.filter(({ mandatory }) => mandatory).map(({ rule }) => rule));
  const verdicts = [
    lost.length > 0 &&
      `loses the data of ${lost.length === 1 ? code(lost[0]?.name ?? "") : `${lost.length} resources`}`,
    stopping.size > 0 && `violates ${plural(stopping.size, "policy", "policies")}`,
    failures.length > 0 && stopping.size === 0 && "the preview failed",
    doubles(price) && `costs ${signed((price.after ?? 0) - (price.before ?? 0))} USD a month`,
  ].filter((verdict) => verdict !== false);
  const counts = fates.filter((fate) => of(fate) > 0).map((fate) => `${of(fate)} ${fate}`);
  const quiet =
    failures.length > 0 ? [] : counts.length === 0 ? ["no change"] : [counts.join(", ")];
  const sign = verdicts.length > 0 ? "⛔" : of("replaced") + of("deleted") > 0 ? "⚠️" : "✅";
  return `${sign} ${code(stack)}: ${(verdicts.length > 0 ? verdicts : quiet).join(", ")}`;
}

/** A price that grows by half and by 20 USD or more is a verdict of its own. */
const doubles = ({ before, after }: Review["price"]): boolean =>
  before !== undefined && after !== undefined && after >= before * 1.5 && after - before >= 20;

type Section = (review: Review) => readonly string[];

const failuresOf: Section = ({ failures, violations }) =>
  failures.length === 0 || violations.some(({ mandatory }) => mandatory)
    ? []
    : [
        "**Why the preview failed**",
        ...failures.flatMap(({ resource, messages }) => [
          `- ${code(resource)}`,
          ...messages.map((message) => indented(fenced(message))),
        ]),
      ];

const lossesOf: Section = ({ changes }) =>
  listed(
    "**Data that this plan loses**",
    changes.filter(({ losesData }) => losesData),
  );

const stoppingOf: Section = ({ violations }) =>
  policiesOf(
    "**Policies that stop this change**",
    violations.filter(({ mandatory }) => mandatory),
  );

const priceOf: Section = ({ price: { before, after } }) => {
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined)
    return [`**Price** (fixed, a month): ${usd(before ?? after ?? 0)} USD`];
  if (before === after) return [`**Price** (fixed, a month): ${usd(after)} USD, unchanged`];
  return [
    `**Price** (fixed, a month): ${usd(before)} → ${usd(after)} USD (${signed(after - before)})`,
  ];
};

const replacedOf: Section = ({ changes }) =>
  listed(
    "**Replaced and deleted**",
    changes.filter(
      ({ fate, losesData }) => !losesData && (fate === "replaced" || fate === "deleted"),
    ),
  );

const advisoryOf: Section = ({ violations }) => {
  const advising = violations.filter(({ mandatory }) => !mandatory);
  return folded(plural(advising.length, "advisory violation"), policiesOf("", advising).slice(1));
};

const otherOf: Section = ({ changes, unchanged }) => {
  const others = changes.filter(({ fate }) => fate === "created" || fate === "updated");
  const same = unchanged === 0 ? "" : `, ${unchanged} unchanged`;
  return folded(
    `${plural(others.length, "resource")} created or updated${same}`,
    others.map(lineOf),
  );
};

const listed = (heading: string, changes: readonly Change[]): readonly string[] =>
  changes.length === 0 ? [] : [heading, ...changes.map(lineOf)];

function lineOf({ name, type, fate, inputs }: Change): string {
  const shown = inputs.slice(0, 5).map(code).join(", ");
  const more = inputs.length > 5 ? ` and ${inputs.length - 5} more` : "";
  const why =
    inputs.length === 0
      ? ""
      : fate === "replaced"
        ? `, because of ${shown}${more}`
        : `: ${shown}${more}`;
  return `- ${fate} ${code(name)} (${code(type)})${why}`;
}

/** Violations by rule: its title once, then what is wrong, then the remedy. */
function policiesOf(heading: string, violations: Review["violations"]): readonly string[] {
  if (violations.length === 0) return [];
  const byRule = Map.groupBy(violations, ({ rule }) => rule);
  return [
    heading,
    ...[...byRule].flatMap(([rule, group]) => {
      const lines = [...new Set(group.flatMap((one) => one.lines))];
      const remedies = lines.filter((line) => line.startsWith("How: "));
      const facts = lines.filter((line) => !line.startsWith("How: "));
      const [{ severity = "", title = "" } = {}] = group;
      return [
        `- ${severity === "" ? "" : `**${severity}** `}${code(rule)}: ${escaped(title)}`,
        ...facts.map((line) => `  - ${escaped(line)}`),
        ...remedies.map((line) => `  - → ${escaped(line.slice("How: ".length))}`),
      ];
    }),
  ];
}

const folded = (summary: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`<details><summary>${summary}</summary>`, "", ...lines, "", "</details>"];

/** As many lines as fit into a number of characters. A fold is closed all the same. */
function fitting(lines: readonly string[], room: number): string {
  const isFold = lines[0]?.startsWith("<details>") === true;
  const body = isFold ? lines.slice(0, -2) : lines;
  let used = 0;
  // the heading of a section always stays
  const kept = body.filter((line, index) => (used += line.length + 1) <= room || index === 0);
  const cut = body.length - kept.length;
  return [
    ...kept,
    ...(cut > 0 ? [`- … ${plural(cut, "more line")}: see the log of the run`] : []),
    ...(isFold ? ["", "</details>"] : []),
  ].join("\n");
}

/** Text as code, whatever it holds: no mention, no link, no HTML. */
function code(text: string): string {
  const ticks = "`".repeat(
    1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const gap = ticks.length > 1 ? " " : "";
  return `${ticks}${gap}${text}${gap}${ticks}`;
}

/** Text that may have code spans, and nothing else that GitHub would render or notify about. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`")
        ? part
        : part.replaceAll(/[\\<>*_[\]#|]/g, "\\$&").replaceAll("@", "@\u200b"),
    )
    .join("");

function fenced(text: string): string {
  const fence = "`".repeat(
    Math.max(3, 1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))),
  );
  return `${fence}text\n${text}\n${fence}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
const usd = (value: number): string => value.toFixed(2);
const signed = (value: number): string => `${value < 0 ? "−" : "+"}${usd(Math.abs(value))}`;
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
