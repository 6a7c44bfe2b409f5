/** A value as the API server and the state hold it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as the API server and the state hold it. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** Whether a value is a JSON object; a list is none. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object that stands there, or an empty one. */
export function objectAt(value: Json | undefined, ...fields: readonly string[]): JsonObject {
  let place = value;
  for (const field of fields) place = isObject(place) ? place[field] : undefined;
  return isObject(place) ? place : {};
}

/** The text that stands there, if it is one. */
export function textAt(value: Json | undefined, ...fields: readonly string[]): string | undefined {
  const last = fields.at(-1);
  const found = last === undefined ? value : objectAt(value, ...fields.slice(0, -1))[last];
  return typeof found === "string" ? found : undefined;
}

/** What the API server does not write down: a field without content reads as an absent one. */
function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every((inner) => inner === undefined);
}

/** Whether two values are the same, whatever the order of their fields. Absent and empty are one. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}
