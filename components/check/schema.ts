import { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** Remedy for a wrong value: a complete sentence with an example. */
    remedy?: string;
    /** Remedies for other products' words, by option or key: `{ redis: "Write valkey." }`. */
    synonyms?: Readonly<Record<string, string>>;
    /** Problem of a value that is not one of the options. */
    problem?: string;
    /** Unit of a number or quantity. */
    unit?: string;
    /** URL of the source of the bounds. */
    source?: string;
    /** Describes the default if the schema has no `.default()`. */
    otherwise?: string;
  }
}

/** Output type of a schema, readonly at all levels. */
export type Infer<S extends z.ZodType> = Immutable<z.output<S>>;

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

/** Problem of a value, if any. A string is the problem only; the schema's remedy applies. */
export type Problem =
  | string
  | { readonly problem: string; readonly remedy?: string; readonly hide?: boolean }
  | undefined;

/** Turns a function into a check for Zod's `.check()`. */
export function by<T>(validate: (value: T) => Problem) {
  return ({ value, issues }: z.core.ParsePayload<T>): void => {
    const found = validate(value);
    if (found === undefined) return;
    const params = typeof found === "string" ? { problem: found } : found;
    issues.push({ code: "custom", params, input: value });
  };
}

/** Text that is not empty and has no blanks at either end. */
export function text(validate: (value: string) => Problem = () => undefined) {
  return z.string().check(by((value) => validateText(value) ?? validate(value)));
}

/** Text that matches a pattern. `problem` continues the key in the message. */
export function matching(pattern: RegExp, problem: string) {
  return text((value) => (pattern.test(value) ? undefined : problem));
}

function validateText(value: string): Problem {
  if (value.trim() === "") return "is empty";
  if (value !== value.trim()) return "starts or ends with a space";
  return /\p{Cc}/u.test(value) ? "has a control character" : undefined;
}

/** A reason in words; at least three characters. */
export function reason(whatFor: string) {
  return text((value) => (value.length < 3 ? "says nothing" : undefined)).meta({
    remedy: `Say ${whatFor} in a few words.`,
  });
}

/** A list without duplicates. */
export function list<T extends z.ZodType>(member: T) {
  return z.array(member).check(({ value, issues }) => {
    const seen = new Set<string>();
    value.forEach((one, index) => {
      const same = String(JSON.stringify(one));
      const params = { problem: "is listed twice", remedy: "Leave one of them out." };
      if (seen.has(same)) issues.push({ code: "custom", params, path: [index], input: one });
      seen.add(same);
    });
  });
}

/** A whole number with inclusive bounds. */
export function whole(min: number, max: number) {
  return z.int().min(min).max(max);
}

/** Whether a value is an object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
