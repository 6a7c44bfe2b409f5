import { parseQuantity } from "../kubernetes/quantity.ts";

type Properties = Readonly<Record<string, unknown>>;

/** One resource of a program, plan or state. */
export interface Item {
  /** Types of its parents and its own, joined by `$`, then its name: `hanok:index:Network$aws:ec2/eip:Eip::nat`. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** The `id` of its parent. */
  readonly parent?: string;
  readonly inputs: Properties;
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>`, without the stack and the project. */
export const idOf = (urn: string): string => urn.split("::").slice(2).join("::");

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value below a path of keys and indexes; undefined if a step is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)] as unknown;
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, value);
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** A number, or a text with a number. */
export function numberAt(
  value: unknown,
  ...path: readonly (string | number)[]
): number | undefined {
  const found = at(value, ...path);
  if (typeof found === "number") return found;
  return typeof found === "string" && /^\d+(\.\d+)?$/.test(found) ? Number(found) : undefined;
}

/** The items of a list; none for anything else. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function entriesAt(
  value: unknown,
  ...path: readonly (string | number)[]
): readonly (readonly [string, unknown])[] {
  const found = at(value, ...path);
  return isObject(found) ? Object.entries(found) : [];
}

/** A quantity of Kubernetes (`250m`, `1.5Gi`, `2`) as a number; 0 where there is none. */
export const quantity = (value: unknown): number => parseQuantity(value) ?? 0;

export const gibibytes = (value: unknown): number => quantity(value) / 2 ** 30;

/** A JSON text as a value; undefined if it is not one. */
export function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
