import { isLeaf, listKind, nodeAt } from "./fields.ts";
import { type Json, type JsonObject, isList, isObject, objectAt, same } from "./json.ts";
import { type Path, type Step, stepInto } from "./path.ts";

/** A field whose value in the cluster differs from the program's. */
export interface Difference {
  readonly path: Path;
  /** Path in the live object. It differs from `path` if the key of a list item was changed. */
  readonly livePath: Path;
  readonly program: Json | undefined;
  readonly cluster: Json | undefined;
}

/** One field in the three versions of an object. */
export interface FieldVersions {
  /** Value in the program. */
  readonly want: Json | undefined;
  /** Value in the cluster. */
  readonly have: Json | undefined;
  /** Value in the cluster right after the program's apply. Undefined if unknown. */
  readonly applied: { readonly value: Json | undefined } | undefined;
  /** The field's nodes in the field trees of all managers that contain it. */
  readonly nodes: readonly JsonObject[];
  readonly path: Path;
  readonly livePath: Path;
}

/**
 * Returns the fields in which the cluster differs from the program.
 * Fields that the program does not set are ignored, except inside atomic lists and maps, where additions count.
 * A value unchanged since the apply is not a difference: the API server may normalize it (`1000m` to `1`),
 * and an admission webhook may change it.
 */
export function differences(versions: FieldVersions): readonly Difference[] {
  const { want, have, applied, nodes } = versions;
  if (same(want, have) || (applied !== undefined && same(have, applied.value))) return [];
  if (isObject(want) && isObject(have)) {
    if (Object.keys(want).length > 0 && isAtomic(nodes)) return within(versions);
    return Object.keys(want).flatMap((field) => differences(further(versions, { field })));
  }
  if (isList(want) && isList(have)) return listDifferences(versions, want, have);
  const [only, ...others] = isObject(want) && have === undefined ? Object.keys(want) : [];
  // removing the last label also removes the map of labels
  if (only !== undefined && others.length === 0)
    return differences(further(versions, { field: only }));
  return [differenceAt(versions)];
}

/** Whether all managers own the node as a whole: none of its nodes has children. */
function isAtomic(nodes: readonly JsonObject[]): boolean {
  return nodes.length > 0 && nodes.every((node) => isLeaf(node));
}

const differenceAt = ({ path, livePath, want, have }: FieldVersions): Difference => ({
  path,
  livePath,
  program: want,
  cluster: have,
});

function further(versions: FieldVersions, step: Step, liveStep: Step = step): FieldVersions {
  const { want, have, applied, nodes, path, livePath } = versions;
  return {
    want: stepInto(want, step),
    have: stepInto(have, liveStep),
    applied: applied && { value: stepInto(applied.value, step) },
    nodes: nodes.map((node) => nodeAt(node, step)).filter((node) => node !== undefined),
    path: [...path, step],
    livePath: [...livePath, liveStep],
  };
}

function listDifferences(
  versions: FieldVersions,
  want: readonly Json[],
  have: readonly Json[],
): readonly Difference[] {
  const kind = listKind(versions.nodes, want);
  switch (kind.by) {
    case "index":
      return within(versions);
    case "value":
      return want
        .filter((value) => !have.some((item) => same(item, value)))
        .flatMap((value) => differences(further(versions, { value })));
    case "key": {
      const keys = want.map((item) => keyIn(item, kind.names));
      const lost = keys.filter((key) => stepInto(have, { key }) === undefined);
      const extra = have
        .map((item) => keyIn(item, kind.names))
        .filter((key) => stepInto(want, { key }) === undefined);
      const [one] = lost;
      const [other] = extra;
      return keys.flatMap((key) => {
        const isMoved = lost.length === 1 && extra.length === 1 && key === one;
        if (isMoved && other !== undefined) {
          const moved = further(versions, { key }, { key: other });
          if (differOnlyIn(kind.names, moved.want, moved.have)) return differences(moved);
        }
        return differences(further(versions, { key }));
      });
    }
  }
}

/** Key fields of an item. Only `protocol` has a default. */
function keyIn(item: Json, names: readonly string[]): JsonObject {
  const of = objectAt(item);
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const value = of[name] ?? (name === "protocol" ? "TCP" : undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whether two items differ only in their keys, such as a port with a changed number. They are the same item. */
function differOnlyIn(
  names: readonly string[],
  want: Json | undefined,
  have: Json | undefined,
): boolean {
  if (!isObject(want) || !isObject(have)) return false;
  const others = Object.keys(want).filter((name) => !names.includes(name));
  return others.length > 0 && others.every((name) => same(want[name], have[name]));
}

/** Differences inside an atomic value. If the value after the apply is known, additions count too. */
function within(versions: FieldVersions): readonly Difference[] {
  const { applied, have } = versions;
  const want = applied === undefined ? versions.want : applied.value;
  if (same(want, have)) return [];
  const inside = { ...versions, want, nodes: [] };
  if (isObject(want) && isObject(have)) {
    const added = applied === undefined ? [] : Object.keys(have);
    const fields = new Set([...Object.keys(want), ...added]);
    return [...fields].flatMap((field) => within(further(inside, { field })));
  }
  if (isList(want) && isList(have)) {
    if (want.length === have.length)
      return want.flatMap((_, index) => within(further(inside, { index })));
    return itemsOf(inside, want, have) ?? [differenceAt(inside)];
  }
  return [differenceAt(inside)];
}

/** Items that were only added or only removed. Undefined if the change is not of that form. */
function itemsOf(
  versions: FieldVersions,
  want: readonly Json[],
  have: readonly Json[],
): readonly Difference[] | undefined {
  const isIn = (list: readonly Json[]) => (one: Json) => list.some((other) => same(one, other));
  const step = (index: number): Path => [...versions.path, { index }];
  const at = (index: number): Pick<Difference, "path" | "livePath"> => ({
    path: step(index),
    livePath: [...versions.livePath, { index }],
  });
  if (want.every(isIn(have)))
    return have.flatMap((cluster, index) =>
      isIn(want)(cluster) ? [] : [{ ...at(index), program: undefined, cluster }],
    );
  if (have.every(isIn(want)))
    return want.flatMap((program, index) =>
      isIn(have)(program) ? [] : [{ ...at(index), program, cluster: undefined }],
    );
  return undefined;
}
