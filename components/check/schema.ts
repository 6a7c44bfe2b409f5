import { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** Answers a wrong value: a whole sentence with an example. */
    remedy?: string;
    /** Remedies for the words of other products, by choice or key: `{ redis: "Write valkey." }`. */
    synonyms?: Readonly<Record<string, string>>;
    /** What is wrong with a value that is not one of the choices. */
    problem?: string;
    /** Unit of a number or a quantity, in words. */
    unit?: string;
    /** Address of the page that the bounds are from. */
    source?: string;
    /** Says what is taken where nothing is written and the schema has no `.default()`. */
    otherwise?: string;
  }
}

/** Readonly output of a schema, at every depth. */
export type Infer<S extends z.ZodType> = Immutable<z.output<S>>;

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

/** What is wrong with a value, if anything. A string is the problem, answered by the schema's remedy. */
export type Problem =
  | string
  | { readonly problem: string; readonly remedy?: string; readonly hide?: boolean }
  | undefined;

/** A check of Zod's `.check()` by one function. */
export function by<T>(validate: (value: T) => Problem) {
  return ({ value, issues }: z.core.ParsePayload<T>): void => {
    const found = validate(value);
    if (found === undefined) return;
    const params = typeof found === "string" ? { problem: found } : found;
    issues.push({ code: "custom", params, input: value });
  };
}

/** Text that is not empty and has no blank at either end. */
export function text(validate: (value: string) => Problem = () => undefined) {
  return z.string().check(by((value) => validateText(value) ?? validate(value)));
}

/** Text in one form. `problem` continues the sentence that the key begins. */
export function matching(pattern: RegExp, problem: string) {
  return text((value) => (pattern.test(value) ? undefined : problem));
}

function validateText(value: string): Problem {
  if (value.trim() === "") return "is empty";
  if (value !== value.trim()) return "has a blank at an end";
  return /\p{Cc}/u.test(value) ? "has a control character" : undefined;
}

/** A reason in words. */
export function reason(whatFor: string) {
  return text((value) => (value.length < 3 ? "says nothing" : undefined)).meta({
    remedy: `Say ${whatFor} in a few words.`,
  });
}

/** A list without repetitions. */
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

/** A whole number within bounds, both included. */
export function whole(min: number, max: number) {
  return z.int().min(min).max(max);
}

/** Whether a value has keys, and is not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
