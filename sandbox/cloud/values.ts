import type { Properties } from "./model.ts";

/** Marker of an unknown value in Pulumi's protocol. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A string; undefined for other values. */
export function text(of: Properties, name: string): string | undefined {
  const value = of[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function number(of: Properties, name: string): number | undefined {
  const value = of[name];
  return typeof value === "number" ? value : undefined;
}

export function flag(of: Properties, name: string): boolean {
  return of[name] === true;
}

/** Strings of a list, or the one string. */
export function texts(of: Properties, name: string): readonly string[] {
  const value = of[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

/** Objects of a list, or the one object. */
export function objects(of: Properties, name: string): readonly Properties[] {
  const value = of[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(isObject);
}

/** An object's property that is an object; empty if there is none. */
export function object(of: Properties, name: string): Properties {
  const value = of[name];
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Values at a dotted path, through lists. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesAt(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined || value === null ? [] : [value];
  return isObject(value) ? valuesAt(value[first], rest) : [];
}

/** The value at a path; of a list, its first element. */
export function firstAt(value: unknown, [first, ...rest]: readonly string[]): unknown {
  const one: unknown = Array.isArray(value) && first !== undefined ? value[0] : value;
  if (first === undefined || one === unknownValue) return one;
  return isObject(one) ? firstAt(one[first], rest) : undefined;
}

/** Whether a value contains an unknown one. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Removes unknown values from lists and objects. */
export function known(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      if (value === unknownValue) return [];
      if (isObject(value)) return [[name, known(value)]];
      if (Array.isArray(value)) return [[name, value.filter((item) => !hasUnknown(item))]];
      return [[name, value]];
    }),
  );
}

/** A value as a template or a filter shows it: scalars only. */
export function written(value: unknown): string {
  const isScalar =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isScalar ? String(value) : "";
}
