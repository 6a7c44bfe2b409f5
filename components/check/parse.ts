import type { z } from "zod";
import { type ValidationIssue, hidden } from "../validation.ts";
import { nearest } from "./suggest.ts";
import { kindOf } from "./schema.ts";

/** What could be understood of an object, and what was wrong with the rest. */
export interface Parsed<T> {
  readonly issues: readonly ValidationIssue[];
  /** Only the keys that hold no issue. */
  readonly good: T;
}

/**
 * Checks a whole object, and keeps of it what is right, so that questions across its keys can still be asked.
 * @param partial the same schema with every key optional
 */
export function parse<T>(
  schema: z.ZodType,
  partial: z.ZodType<T>,
  raw: unknown,
  key: string,
): Parsed<T | undefined> {
  const whole = schema.safeParse(raw);
  const issues = whole.success ? [] : whole.error.issues;
  const bad = new Set(issues.flatMap(({ path, ...rest }) => [path[0], ...unknownKeys(rest)]));
  const rest =
    typeof raw === "object" && raw !== null
      ? Object.fromEntries(Object.entries(raw).filter(([name]) => !bad.has(name)))
      : raw;
  return { issues: toIssues(issues, raw, key), good: partial.safeParse(rest).data };
}

type Issue = z.core.$ZodIssue;

const unknownKeys = (issue: object): readonly string[] =>
  "keys" in issue && Array.isArray(issue.keys) ? issue.keys.map(String) : [];

/** The issues of a schema's issues. A misspelt key that leaves a needed one missing is one issue, not two. */
export function toIssues(issues: readonly Issue[], raw: unknown, key: string): ValidationIssue[] {
  const missing = issues.filter(({ path }) => path.length > 0 && at(raw, path) === undefined);
  const meant = new Set<Issue>();
  const unknown = issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [];
    const answers = issue.message.split("\n");
    return issue.keys.map((name, index): ValidationIssue => {
      const needed = missing.filter(
        ({ path }) => join("", path.slice(0, -1)) === join("", issue.path),
      );
      const near = nearest(
        name,
        needed.map(({ path }) => String(path.at(-1))),
      );
      needed.filter(({ path }) => path.at(-1) === near).forEach((one) => meant.add(one));
      const path = [...issue.path, name];
      return {
        key: join(key, path),
        value: at(raw, path),
        problem: "is not known here",
        remedy:
          near === undefined
            ? qualified(answers[index], join(key, issue.path))
            : `Did you mean ${near}?`,
      };
    });
  });
  const others = issues
    .filter((issue) => issue.code !== "unrecognized_keys" && !meant.has(issue))
    .map((issue) => issueOf(issue, raw, key));
  return once([...unknown, ...others]);
}

/** A setting is called by its whole name, `hanok:domain`. */
function qualified(remedy = "Leave it out.", key: string): string {
  return key.endsWith(":") ? remedy.replace(/^(Did you mean )/, `$1${key}`) : remedy;
}

function issueOf(issue: Issue, raw: unknown, key: string): ValidationIssue {
  const value = at(raw, issue.path);
  const own = issue.code === "custom" ? issue.params : undefined;
  return {
    key: join(key, issue.path),
    value: own?.["hide"] === true ? hidden : own?.["isName"] === true ? undefined : value,
    problem: own ? issue.message : structural(issue, value),
    remedy: own ? String(own["remedy"]) : issue.message,
  };
}

function structural(issue: Issue, value: unknown): string {
  if (value === undefined) return "is missing";
  if (issue.code !== "invalid_type") return "is not known";
  return `is ${kindOf(value)}, not ${issue.expected === "array" ? "a list" : "an object"}`;
}

/** The first issue of each key: what follows of it would only repeat it. */
export function once(issues: readonly ValidationIssue[]): ValidationIssue[] {
  const seen = new Set<string>();
  return issues.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** `zipbob` and `["services", "edge", "uses", 1]` make `zipbob.services.edge.uses[1]`; nothing follows `hanok:` with a dot. */
export function join(key: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((whole, step) => {
    if (typeof step === "number") return `${whole}[${step}]`;
    const name = String(step);
    if (!/^[\w-]+$/.test(name)) return `${whole}[${JSON.stringify(name.slice(0, 80))}]`;
    return whole === "" || whole.endsWith(":") ? `${whole}${name}` : `${whole}.${name}`;
  }, key);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? Object.entries(inner).find(([name]) => name === String(step))?.[1]
        : undefined,
    value,
  );
}
