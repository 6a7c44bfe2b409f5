import { isObject, unknownValue, written } from "./values.ts";

/** Terraform treats an absent value and an empty one as equal. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Terraform treats "80" and 80 as equal, and policies that differ only in layout. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return one !== unknownValue;
  if (one === unknownValue || other === unknownValue) return false;
  const [a, b] = [canonical(one), canonical(other)];
  return a !== undefined && a === b;
}

function canonical(value: unknown): string | undefined {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.stringify(sorted(JSON.parse(value)));
    } catch {
      return value;
    }
  }
  if (typeof value === "object" && value !== null) return JSON.stringify(sorted(value));
  return value === undefined || value === null ? undefined : written(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return typeof value === "number" ? String(value) : value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .flatMap((name) => (isEmpty(value[name]) ? [] : [[name, sorted(value[name])]])),
  );
}
