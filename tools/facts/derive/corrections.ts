import { readFileSync } from "node:fs";
import type { Rule } from "./resources.ts";

/**
 * Reasons by property: `+name` is create-only, `+*` says so of every input, `-name` is not, `~name` has no rule.
 * A type may end in `*`.
 */
type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface File {
  readonly corrections: Corrections;
  /** Rules that CloudFormation has not, or not as the provider has them, each with its source. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, Rule & { because: string }>>>>;
}

const file = JSON.parse(
  readFileSync(new URL("../../../sandbox/cloud/facts/corrections.json", import.meta.url), "utf8"),
) as File;

export const { corrections } = file;

/** Rules of a type that stand in place of the derived ones. */
export function correctedRules(type: string): [path: string, rule: Rule][] {
  return Object.entries(file.rules[type] ?? {}).map(([path, { because: _, ...rule }]) => [
    path,
    rule,
  ]);
}

/** Properties of a type that a sign names, those of all types first. */
export function corrected(type: string, sign: "+" | "-" | "~"): string[] {
  return Object.entries(corrections)
    .filter(([key]) => covers(key, type))
    .flatMap(([, reasons]) => Object.keys(reasons))
    .filter((property) => property.startsWith(sign))
    .map((property) => property.slice(1));
}

/** Whether a key of the table is about the type. */
export function covers(key: string, type: string): boolean {
  return key === type || (key.endsWith("*") && type.startsWith(key.slice(0, -1)));
}
