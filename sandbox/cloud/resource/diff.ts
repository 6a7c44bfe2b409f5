import type { Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { isEmpty, isSame } from "../equality.ts";
import { isObject } from "../values.ts";
import { filledIn } from "./check.ts";

/** One property that differs. */
export interface Change {
  /** As Pulumi writes it, e.g. `tags.Name` or `ingress[0].fromPort`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

/** @property state what the engine's state has of the outputs */
export interface DiffRequest {
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly news: Properties;
  readonly ignore: readonly string[];
}

/** What an update would change. Computed values make no noise: only inputs that are, or were, given are compared. */
export function diff(type: ResourceType, request: DiffRequest): Difference {
  const { state, oldInputs, news, ignore } = request;
  const { facts, row } = type;
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(news)]);
  names.delete(filledIn);
  const changes = [...names].flatMap((name) => {
    const left = news[name] === undefined || news[name] === null;
    if (ignore.some((path) => path === name || path === "*")) return [];
    // a value that AWS fills in stays when the input is removed
    if (left && facts.filled.includes(name)) return [];
    const found = compare([name], state[name], news[name] ?? row.defaults?.[name], oldInputs[name]);
    return found
      .map(({ path, kind }) => ({ path: pathText(path), kind, replaces: replaces(type, path) }))
      .filter(({ path }) => !ignore.includes(path));
  });
  const replaced = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaced && mustGoFirst(type, state, news) };
}

/** A name that is kept cannot belong to both. */
function mustGoFirst({ row }: ResourceType, state: Properties, news: Properties): boolean {
  if (row.deleteBeforeReplace !== undefined) return row.deleteBeforeReplace;
  const by = row.unique?.by ?? [];
  return by.length > 0 && by.every((name) => isSame(state[name], news[name]));
}

/** A rule is without the indices of lists; of an element that comes or goes, every property changes. */
function replaces({ facts, row }: ResourceType, path: readonly (string | number)[]): boolean {
  const names = path.filter((part) => typeof part === "string").join(".");
  return (row.createOnly ?? facts.createOnly).some(
    (rule) => rule === names || names.startsWith(`${rule}.`) || rule.startsWith(`${names}.`),
  );
}

type Path = readonly (string | number)[];
interface Found {
  readonly path: Path;
  readonly kind: Change["kind"];
}

function compare(path: Path, state: unknown, news: unknown, before: unknown): readonly Found[] {
  if (isSame(state, news)) return [];
  if (isEmpty(news)) return isEmpty(before) || isEmpty(state) ? [] : [{ path, kind: "delete" }];
  if (isEmpty(state)) return [{ path, kind: "add" }];
  if (isObject(state) && isObject(news)) return inObject(path, state, news, before);
  if (Array.isArray(state) && Array.isArray(news) && state.length === news.length)
    return inList(path, state, news, before);
  return [{ path, kind: "update" }];
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

/** Most lists of the provider are sets: only elements without an equal on the other side differ. */
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
