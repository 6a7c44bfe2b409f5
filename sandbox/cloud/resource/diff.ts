import { apiNames } from "../facts/api.ts";
import { type Property, propertyOf, type ResourceFacts } from "../facts.ts";
import type { Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { isEmpty, isSame } from "../equality.ts";
import { isObject } from "../values.ts";
import { filledIn } from "./check.ts";
import { defaultsOf } from "./work.ts";

/** One changed property. */
export interface Change {
  /** Path in Pulumi's form, e.g. `tags.Name` or `ingress[0].fromPort`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

/** @property state outputs in the engine's state */
export interface DiffRequest {
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly news: Properties;
  readonly ignore: readonly string[];
}

/** The changes of an update. Computed values are ignored: only inputs that are or were given are compared. */
export function diff(type: ResourceType, request: DiffRequest): Difference {
  const { state, oldInputs, news, ignore } = request;
  const { facts } = type;
  const defaults = defaultsOf(type);
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(news)]);
  names.delete(filledIn);
  const changes = [...names].flatMap((name) => {
    const left = news[name] === undefined || news[name] === null;
    if (ignore.some((path) => path === name || path === "*")) return [];
    // AWS keeps its own value when the input is removed
    if (left && facts.filled.includes(name)) return [];
    const found = compare([name], state[name], news[name] ?? defaults[name], oldInputs[name]);
    return found
      .map(({ path, kind, values }) => ({
        ...{ path: pathText(path), kind },
        replaces: replaces(type, path, values),
      }))
      .filter(({ path }) => !ignore.includes(path));
  });
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && mustGoFirst(type, state, news) };
}

/** A kept name cannot belong to both resources. */
function mustGoFirst({ row }: ResourceType, state: Properties, news: Properties): boolean {
  if (row.deleteBeforeReplace !== undefined) return row.deleteBeforeReplace;
  const by = apiNames(row.type).unique?.by ?? [];
  return by.length > 0 && by.every((name) => isSame(state[name], news[name]));
}

/**
 * Whether the change of a property replaces the resource.
 * @param values before and after
 */
function replaces({ facts, row }: ResourceType, path: Path, values: readonly unknown[]): boolean {
  const names = path.filter((part) => typeof part === "string");
  if (names[0] === "region" || row.replaces?.includes(names.join(".")) === true) return true;
  const upTo = names.map((_, at) => facts.at(names.slice(0, at + 1)));
  const property = upTo.at(-1);
  // of an immutable object, only its addition and removal count; its properties have rules of their own
  if (upTo.some((one) => one?.flags.includes("N") && (one.kind !== "o" || one === property)))
    return true;
  return property?.kind === "o" && values.some((value) => holdsKept(facts, property, value));
}

/** Whether an added or removed object has an immutable property. */
function holdsKept(facts: ResourceFacts, object: Property, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => holdsKept(facts, object, one));
  if (!isObject(value)) return false;
  const shape = facts.inside(object);
  return Object.entries(value).some(([name, inner]) => {
    const property = propertyOf(shape[name]);
    if (property === undefined || isEmpty(inner)) return false;
    return property.flags.includes("N") || holdsKept(facts, property, inner);
  });
}

type Path = readonly (string | number)[];
interface Found {
  readonly path: Path;
  readonly kind: Change["kind"];
  /** Values before and after. */
  readonly values: readonly unknown[];
}

function compare(path: Path, state: unknown, news: unknown, before: unknown): readonly Found[] {
  if (isSame(state, news)) return [];
  const values = [state, news];
  if (isEmpty(news))
    return isEmpty(before) || isEmpty(state) ? [] : [{ path, kind: "delete", values }];
  if (isEmpty(state)) return [{ path, kind: "add", values }];
  if (isObject(state) && isObject(news)) return inObject(path, state, news, before);
  if (Array.isArray(state) && Array.isArray(news) && state.length === news.length)
    return inList(path, state, news, before);
  return [{ path, kind: "update", values }];
}

/** A value in the state that was never an input belongs to the provider. */
function inObject(
  path: Path,
  state: Properties,
  news: Properties,
  before: unknown,
): readonly Found[] {
  const old = isObject(before) ? before : {};
  const names = new Set([...Object.keys(news), ...Object.keys(old)]);
  return [...names].flatMap((name) => compare([...path, name], state[name], news[name], old[name]));
}

/** Most of the provider's lists are sets: only elements without an equal on the other side differ. */
function inList(
  path: Path,
  state: readonly unknown[],
  news: readonly unknown[],
  before: unknown,
): readonly Found[] {
  const old: readonly unknown[] = Array.isArray(before) ? before : [];
  const rest = [...state];
  const left = news.flatMap((value, at) => {
    const same = rest.findIndex((one) => compare([], one, value, old[at]).length === 0);
    if (same < 0) return [{ value, at }];
    rest.splice(same, 1);
    return [];
  });
  return left.flatMap(({ value, at }, index) =>
    compare([...path, at], rest[index], value, old[at]),
  );
}

function pathText(path: Path): string {
  return path
    .map((part, at) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_]\w*$/.test(part)) return `["${part.replaceAll('"', '\\"')}"]`;
      return at === 0 ? part : `.${part}`;
    })
    .join("");
}
