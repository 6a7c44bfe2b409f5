/** A JSON value of the API server or the state. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object of the API server or the state. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** Whether a value is a JSON object, not a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object at a path of fields, or an empty object. */
export function objectAt(value: Json | undefined, ...fields: readonly string[]): JsonObject {
  let place = value;
  for (const field of fields) place = isObject(place) ? place[field] : undefined;
  return isObject(place) ? place : {};
}

/** The text at a path of fields. Undefined for any other value. */
export function textAt(value: Json | undefined, ...fields: readonly string[]): string | undefined {
  const last = fields.at(-1);
  const found = last === undefined ? value : objectAt(value, ...fields.slice(0, -1))[last];
  return typeof found === "string" ? found : undefined;
}

/** Whether a value is empty. The API server omits empty fields. */
function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every((inner) => inner === undefined);
}

/** Whether two values are equal, regardless of field order. An absent value equals an empty one. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}
