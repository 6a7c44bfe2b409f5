import { z } from "zod";
import { instead, nearest, oneOf } from "./suggest.ts";

/** What is wrong with a value, if anything. A string is the problem, answered by the field's own remedy. */
export type Problem =
  | string
  | { readonly problem: string; readonly remedy?: string; readonly hide?: boolean }
  | undefined;

/** A value that is validated by one function. `remedy` is a whole sentence with an example. */
export function leaf<T>(remedy: string, validate: (value: unknown) => Problem) {
  return z.custom<T>().superRefine((value: unknown, context) => {
    const found = value === undefined ? "is missing" : validate(value);
    if (found === undefined) return;
    const { problem, ...rest } = typeof found === "string" ? { problem: found } : found;
    context.addIssue({
      code: "custom",
      message: problem,
      params: { remedy, ...rest },
      input: value,
    });
  });
}

/** Text that is not empty and has no blank at an end. */
export function text<T extends string = string>(
  remedy: string,
  validate: (value: string) => Problem = () => undefined,
) {
  return leaf<T>(remedy, (value) => validateText(value) ?? validate(String(value)));
}

/** The part of a text's validation that all texts have in common. */
export function validateText(value: unknown): Problem {
  if (typeof value !== "string") return `is ${kindOf(value)}, not text`;
  if (value.trim() === "") return "is empty";
  if (value !== value.trim()) return "has a blank at an end";
  if (/\p{Cc}/u.test(value)) return "has a control character";
  return undefined;
}

/** A reason in words. */
export function reason(whatFor: string) {
  return text(`Say ${whatFor} in a few words.`, (value) =>
    value.length < 3 ? "says nothing" : undefined,
  );
}

/** A whole number within bounds, both included. */
export function whole(remedy: string, min: number, max: number) {
  return leaf<number>(remedy, (value) => validateWhole(value, min, max));
}

/** What is wrong with a value that should be a whole number within bounds. */
export function validateWhole(value: unknown, min: number, max: number): Problem {
  if (typeof value !== "number") return `is ${kindOf(value)}, not a number`;
  if (Number.isNaN(value)) return "is not a number";
  if (!Number.isInteger(value)) return "is not a whole number";
  if (value < min) return `is below ${min}`;
  return value > max ? `is above ${max}` : undefined;
}

/** One of a few words. */
export function word<const T extends string>(words: readonly T[]) {
  return leaf<T>(`Write ${oneOf(words)}.`, (value) =>
    words.some((known) => known === value)
      ? undefined
      : {
          problem: typeof value === "string" ? "is not known" : `is ${kindOf(value)}, not a word`,
          remedy: instead(value, words),
        },
  );
}

/** Keys that must be known. `remedy` answers a value that is no object at all. */
export function fields<const S extends z.ZodRawShape>(shape: S, remedy: string) {
  return z.strictObject(shape, { error: answer(remedy, Object.keys(shape)) });
}

/** A list with `least` members; the same member twice is a issue. */
export function list<T extends z.ZodType>(member: T, remedy: string, least = 0) {
  return z.array(member, { error: remedy }).superRefine((members, context) => {
    if (members.length < least) {
      context.addIssue({ code: "custom", message: "is empty", params: { remedy }, input: members });
    }
    const seen = new Set<string>();
    members.forEach((one, index) => {
      const same = String(JSON.stringify(one));
      if (seen.has(same)) {
        context.addIssue({
          code: "custom",
          message: "stands there twice",
          params: { remedy: "Leave one of them out." },
          path: [index],
          input: one,
        });
      }
      seen.add(same);
    });
  });
}

/** Values by a free name, which `validateName` may refuse. */
export function table<T extends z.ZodType>(
  member: T,
  remedy: string,
  validateName: (name: string) => Problem = () => undefined,
) {
  return z.record(z.string(), member, { error: remedy }).superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      const found = validateName(name);
      if (found === undefined) continue;
      const { problem, ...rest } = typeof found === "string" ? { problem: found } : found;
      context.addIssue({
        code: "custom",
        message: problem,
        params: { remedy, ...rest, isName: true },
        path: [name],
        input: value,
      });
    }
  });
}

/** Asks the schema that a value looks like, so that only its issues are told, and not those of every other choice. */
export function which<T>(pick: (value: unknown) => z.ZodType<T>) {
  return z.unknown().transform((value, context): T => {
    const outcome = pick(value).safeParse(value);
    if (outcome.success) return outcome.data;
    outcome.error.issues.forEach((issue) => context.issues.push({ ...issue, input: undefined }));
    return z.NEVER;
  });
}

/** A structure or a plain value. What is missing is missed as the structure. */
export function byShape<S, P>(structure: z.ZodType<S>, plain: z.ZodType<P>) {
  return which<S | P>((value) =>
    value === undefined || typeof value === "object" ? structure : plain,
  );
}

/** Objects that one of their keys tells apart. */
export function kinds<
  const K extends string,
  const O extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(key: K, words: readonly string[], options: O, remedy: string) {
  return z.discriminatedUnion(key, options, {
    error: ({ input }) => {
      const given = isObject(input) ? input[key] : undefined;
      return nearest(String(given), words) === undefined ? remedy : instead(given, words);
    },
  });
}

/** Whether a value has keys, and is no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The remedy of a structural issue; for unknown keys, one line for each of them. */
export function answer(remedy: string, known: readonly string[]) {
  return (issue: { readonly code?: string; readonly keys?: unknown }): string =>
    issue.code === "unrecognized_keys" && Array.isArray(issue.keys)
      ? issue.keys
          .map((key: string) =>
            nearest(key, known) === undefined
              ? `Known here: ${known.join(", ")}.`
              : instead(key, known),
          )
          .join("\n")
      : remedy;
}

/** A value's kind with its article, for a sentence. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}
