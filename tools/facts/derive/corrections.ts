import { readFileSync } from "node:fs";
import type { Rule } from "./resources.ts";

/**
 * Reasons by property. `+name` is create-only, `+*` makes all inputs create-only, `-name` is not create-only, `~name` has no
 * pattern. A type may end in `*`.
 */
type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface File {
  readonly corrections: Corrections;
  /** Rules that CloudFormation lacks or that differ from the provider's, with their sources. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, Rule & { because: string }>>>>;
}

const file = JSON.parse(
  readFileSync(new URL("../../../sandbox/cloud/facts/corrections.json", import.meta.url), "utf8"),
) as File;

export const { corrections } = file;

/** Rules of a type that replace the derived ones. */
export function correctedRules(type: string): [path: string, rule: Rule][] {
  return Object.entries(file.rules[type] ?? {}).map(([path, { because: _, ...rule }]) => [
    path,
    rule,
  ]);
}

/** Properties with a sign for a type, after those for all types. */
export function corrected(type: string, sign: "+" | "-" | "~"): string[] {
  return Object.entries(corrections)
    .filter(([key]) => covers(key, type))
    .flatMap(([, reasons]) => Object.keys(reasons))
    .filter((property) => property.startsWith(sign))
    .map((property) => property.slice(1));
}

/** Whether a key of the table matches a type. */
export function covers(key: string, type: string): boolean {
  return key === type || (key.endsWith("*") && type.startsWith(key.slice(0, -1)));
}
