import { type Json, type JsonObject, isList, isObject } from "./json.ts";

/** Key and value with which Pulumi marks a secret in an exported state. */
const mark = { key: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };

/** A value of the state without Pulumi's marks. */
export interface Unwrapped {
  readonly value: Json | undefined;
  /** Paths of secrets, as text. A path ends at the first list: `spec.template.spec.containers`. */
  readonly secret: readonly string[];
}

/**
 * Removes Pulumi's secret marks from a value and records their paths.
 * A secret inside a list is recorded as the list's path, because items are matched later.
 */
export function unwrapped(value: Json | undefined, path = "", inList = false): Unwrapped {
  if (isList(value)) {
    const items = value.map((item) => unwrapped(item, path, true));
    return { value: items.map((item) => item.value ?? null), secret: secretsOf(items) };
  }
  if (!isObject(value)) return { value, secret: [] };
  if (value[mark.key] === mark.value) {
    const { plaintext } = value;
    if (typeof plaintext !== "string") throw new Error("a secret of the state is still encrypted");
    const inner = unwrapped(JSON.parse(plaintext) as Json, path, inList);
    return { value: inner.value, secret: [path] };
  }
  const fields = Object.entries(value).map(([field, inner]) => {
    const further = inList ? path : path === "" ? field : `${path}.${field}`;
    return [field, unwrapped(inner, further, inList)] as const;
  });
  const object: JsonObject = Object.fromEntries(fields.map(([field, one]) => [field, one.value]));
  return { value: object, secret: secretsOf(fields.map(([, one]) => one)) };
}

function secretsOf(parts: readonly Unwrapped[]): readonly string[] {
  return [...new Set(parts.flatMap(({ secret }) => secret))];
}
