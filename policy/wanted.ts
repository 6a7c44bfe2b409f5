import type { Resource } from "./resource.ts";
import type { Trial } from "./rule.ts";
import type { Value } from "./value.ts";

/** A property, and the values that are right. An absent one is right if `undefined` is listed. */
export interface Wanted {
  readonly path: string;
  readonly is: readonly unknown[] | "anything";
  readonly right: string;
}

export const on = (path: string): Wanted => ({ path, is: [true, "true"], right: "be true" });
export const notOff = (path: string): Wanted => ({
  path,
  is: [true, "true", undefined],
  right: "not be false",
});
export const notOn = (path: string): Wanted => ({
  path,
  is: [false, "false", undefined],
  right: "not be true",
});
export const oneOf = (path: string, ...is: readonly unknown[]): Wanted => ({
  path,
  is,
  right: `be ${is.filter((value) => typeof value === "string").join(" or ")}`,
});

/** A property of a nested path; the first entry of a list of blocks counts. */
const valueAt = (props: Value, path: string): Value =>
  path
    .split(".")
    .reduce((value, key) => (value.unknown ? value : (value.list[0] ?? value)).at(key), props);

/** A check of wanted values by the type of resource. */
export const wanting =
  (table: Readonly<Record<string, readonly Wanted[]>>) =>
  ({ props, type }: Resource, { fail, each }: Pick<Trial, "fail" | "each">): void =>
    each(table[type] ?? [], ({ path, is, right }) => {
      const at = valueAt(props, path);
      const fits = is === "anything" ? at.unknown || !at.empty : at.is(...is);
      if (!fits) fail(at, right);
    });

/** A property that must be set to something. */
export const isSet = (path: string): Wanted => ({ path, is: "anything", right: "be set" });

/** The same value for several types. */
export const forEach = <T>(types: readonly string[], value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(types.map((type) => [type, value]));
