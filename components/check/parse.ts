import { z } from "zod";
import { type ValidationIssue, hidden } from "../validation.ts";
import { isObject } from "./schema.ts";
import { instead, nearest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Result of parsing an object that may have issues. */
export interface Parsed<P> {
  readonly issues: readonly ValidationIssue[];
  /** Only the keys without an issue. */
  readonly good: Partial<P>;
}

/**
 * Parses an object and keeps the keys without an issue, so that checks across keys can still run.
 * @param partial the same schema with all keys optional
 */
export function parse<P extends object>(
  schema: z.ZodType,
  partial: z.ZodType<P>,
  raw: unknown,
  key: string,
): Parsed<P> {
  const { error } = schema.safeParse(raw, { error: sentences });
  const issues = (error?.issues ?? []).flatMap(likeliest);
  const bad = new Set(issues.flatMap((issue) => [issue.path[0], ...unknownKeys(issue)]));
  const kept = isObject(raw)
    ? Object.fromEntries(Object.entries(raw).filter(([name]) => !bad.has(name)))
    : {};
  const good: Partial<P> = { ...partial.safeParse(kept).data };
  // a default must not replace an invalid value
  for (const name of bad) if (name !== undefined) Reflect.deleteProperty(good, name);
  return { issues: toIssues(issues, raw, key), good };
}

/** Validates a value and returns only its issues. */
export function issuesOf(schema: z.ZodType, raw: unknown, key: string): readonly ValidationIssue[] {
  const { error } = schema.safeParse(raw, { error: sentences });
  return toIssues((error?.issues ?? []).flatMap(likeliest), raw, key);
}

const unknownKeys = (issue: Issue): readonly string[] =>
  issue.code === "unrecognized_keys" ? issue.keys : [];

/** Of a union's issues, those of the most similar option. If none is similar, the union's own remedy is used. */
function likeliest(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const likeness = ({ path, code }: Issue): number =>
    path.length > 0 ? 3 : code === "invalid_type" ? 0 : code === "invalid_value" ? 1 : 2;
  const rank = (errors: readonly Issue[]): number => Math.min(...errors.map(likeness));
  const best = issue.errors.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  const own = issue.message.split("\n")[1];
  return best
    .map((inner) => ({
      ...inner,
      path: [...issue.path, ...inner.path],
      message:
        own && isOfUnion(inner) ? inner.message.replace(/\n[^]*/, `\n${own}`) : inner.message,
    }))
    .flatMap(likeliest);
}

/** Whether an issue rejects the whole value, without a similar word. */
function isOfUnion({ path, code, message }: Issue): boolean {
  const isWhole = path.length === 0 && (code === "invalid_value" || code === "invalid_type");
  return isWhole && !message.includes("\nDid you mean");
}

/** The problem, followed by one line with the remedy, or one for each unknown key. */
function sentences(issue: z.core.$ZodRawIssue): string {
  const schema = issue["schema"] ?? issue.inst;
  const meta = (schema instanceof z.ZodType ? schema.meta() : undefined) ?? {};
  const { remedy: own, problem } = meta;
  if (issue.code === "custom") {
    const { params = {} } = issue;
    return `${params["problem"]}\n${params["remedy"] ?? own ?? "Leave it out."}`;
  }
  if (issue.code === "unrecognized_keys")
    return ["", ...issue.keys.map((key) => known(key, schema, meta))].join("\n");
  const wrong = issue.code === "invalid_value" ? problem : undefined;
  // each option has its own remedy
  if (issue.code === "invalid_union" && issue.errors.length > 0) return `\n${own ?? ""}`;
  return `${wrong ?? problemOf(issue)}\n${remedyOf(issue, meta, schema)}`;
}

/** Names of the types that Zod expects. */
const typeNames: Readonly<Record<string, string>> = {
  ...{ string: "text", number: "a number", int: "a number", boolean: "true or false" },
  ...{ array: "a list", tuple: "a list" },
};

/** The problem, in words that continue the key. */
function problemOf(issue: z.core.$ZodRawIssue): string {
  const { input, code } = issue;
  const expected = code === "invalid_type" ? (typeNames[issue.expected] ?? "an object") : undefined;
  if (expected === "a number" && typeof input === "number")
    return Number.isNaN(input) ? "is not a number" : "is not a whole number";
  if (expected !== undefined) return `is ${kindOf(input)}, not ${expected}`;
  if (Array.isArray(input)) return input.length === 0 ? "is empty" : `has ${input.length} entries`;
  if (code === "too_small") return `is below ${issue.minimum}`;
  if (code === "too_big") return `is above ${issue.maximum}`;
  return code === "invalid_value" && typeof input !== "string"
    ? `is ${kindOf(input)}, which is not known`
    : "is not known";
}

/** Remedy for an unknown key. */
function known(key: string, schema: unknown, { synonyms = {} }: z.core.GlobalMeta): string {
  const synonym = Object.hasOwn(synonyms, key) ? synonyms[key] : undefined;
  if (synonym !== undefined) return synonym;
  const names =
    schema instanceof z.ZodObject
      ? Object.keys(schema.shape)
      : schema instanceof z.ZodRecord && schema.def.keyType instanceof z.ZodEnum
        ? Object.keys(schema.def.keyType.def.entries)
        : [];
  const meant = nearest(key, names);
  return meant ? `Did you mean ${meant}?` : `Known here: ${names.join(", ")}.`;
}

/** Remedy for a wrong value: a similar word, the schema's own remedy, its options, or its bounds. */
function remedyOf(
  issue: z.core.$ZodRawIssue,
  { remedy: own, synonyms = {} }: z.core.GlobalMeta,
  schema: unknown,
): string {
  const kind = issue.code === "invalid_union" && issue.inclusive !== false ? issue : undefined;
  const words = (issue.code === "invalid_value" ? issue.values : (kind?.options ?? [])).map(String);
  const given = isObject(issue.input) ? issue.input[kind?.discriminator ?? ""] : issue.input;
  if (typeof given === "string" && Object.hasOwn(synonyms, given)) return String(synonyms[given]);
  if (typeof given === "string" && nearest(given, words) !== undefined)
    return instead(given, words);
  if (own !== undefined) return own;
  return schema instanceof z.ZodNumber
    ? `Write a whole number, ${schema.minValue} to ${schema.maxValue}.`
    : instead(given, words, "Leave it out.");
}

/** The type of a value with its article, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

/** Converts Zod's issues. A misspelt key and the missing key that it stands for are one issue. */
function toIssues(issues: readonly Issue[], raw: unknown, key: string): ValidationIssue[] {
  const lastOf = ({ path }: Issue): string => String(path.at(-1));
  const parentOf = ({ path }: Issue): string => join("", path.slice(0, -1));
  const missing = issues.filter(({ path }) => path.length > 0 && at(raw, path) === undefined);
  const meant = new Set<Issue>();
  const unknown = issues.flatMap((issue) =>
    unknownKeys(issue).map((name, index): ValidationIssue => {
      const needed = missing.filter((one) => parentOf(one) === join("", issue.path));
      const near = nearest(name, needed.map(lastOf));
      const told = issue.message.split("\n")[index + 1] ?? "";
      const isSynonym = !/^(Did you mean|Known here)/.test(told);
      needed.filter((one) => isSynonym || lastOf(one) === near).forEach((one) => meant.add(one));
      const remedy = near ? `Did you mean ${near}?` : told;
      // a setting has a full name, `hanok:domain`
      const prefix = issue.path.length === 0 && key.endsWith(":") ? key : "";
      return {
        key: join(key, [...issue.path, name]),
        value: at(raw, [...issue.path, name]),
        problem: "is not known here",
        remedy: remedy.replace(/^Did you mean /, `$&${prefix}`),
      };
    }),
  );
  const others = issues.filter((one) => one.code !== "unrecognized_keys" && !meant.has(one));
  return once([...unknown, ...others.map((issue) => toIssue(issue, raw, key))]);
}

function toIssue(issue: Issue, raw: unknown, key: string): ValidationIssue {
  const value = at(raw, issue.path);
  const place = { key: join(key, issue.path), value };
  // the name is invalid, not its value
  const inner = issue.code === "invalid_key" ? issue.issues[0] : undefined;
  const [problem = "", remedy = ""] = (inner ?? issue).message.split("\n");
  if (inner !== undefined) return { ...place, value: undefined, problem, remedy };
  if (value === undefined) return { ...place, problem: "is missing", remedy };
  const isHidden = issue.code === "custom" && issue.params?.["hide"] === true;
  return { key: place.key, value: isHidden ? hidden : value, problem, remedy };
}

/** Keeps the first issue of each key; the others are consequences. */
export function once(issues: readonly ValidationIssue[]): ValidationIssue[] {
  const seen = new Set<string>();
  return issues.filter(({ key }) => !seen.has(key) && seen.add(key));
}

/** Joins `zipbob` and `["services", "edge", "uses", 1]` to `zipbob.services.edge.uses[1]`. `hanok:` is joined without a dot. */
export function join(key: string, path: Path): string {
  return path.reduce<string>((whole, step) => {
    if (typeof step === "number") return `${whole}[${step}]`;
    const name = String(step);
    if (!/^[\w-]+$/.test(name)) return `${whole}[${JSON.stringify(name.slice(0, 80))}]`;
    return whole === "" || whole.endsWith(":") ? `${whole}${name}` : `${whole}.${name}`;
  }, key);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? Object.entries(inner).find(([name]) => name === String(step))?.[1]
        : undefined,
    value,
  );
}
