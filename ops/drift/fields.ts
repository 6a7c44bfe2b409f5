import { type Json, type JsonObject, isObject, textAt } from "./json.ts";
import type { Path, Step } from "./path.ts";

/** One entry of `metadata.managedFields`: a manager, its fields and its last write. */
export interface Entry {
  readonly manager: string;
  readonly operation: string;
  /** Subresource, such as `status` or `scale`. Empty for the object itself. */
  readonly subresource: string;
  /** RFC 3339, to the second. */
  readonly time: string | undefined;
  /** `FieldsV1`: a tree of `f:<field>`, `k:<key fields>`, `v:<value>`, `i:<index>`, and `.` for the node itself. */
  readonly fields: JsonObject;
}

/** Parses the entries of `managedFields`. */
export function entriesOf(managedFields: Json | undefined): readonly Entry[] {
  if (!Array.isArray(managedFields)) return [];
  return managedFields.flatMap((entry: Json) => {
    const fields = isObject(entry) ? entry["fieldsV1"] : undefined;
    if (!isObject(fields)) return [];
    return {
      manager: textAt(entry, "manager") ?? "unknown",
      operation: textAt(entry, "operation") ?? "",
      subresource: textAt(entry, "subresource") ?? "",
      time: textAt(entry, "time"),
      fields,
    };
  });
}

/** Step of a `FieldsV1` name. Undefined for `.`. */
export function stepOf(name: string): Step | undefined {
  const rest = name.slice(2);
  switch (name.slice(0, 2)) {
    case "f:":
      return { field: rest };
    case "i:":
      return { index: Number(rest) };
    case "v:":
      return { value: JSON.parse(rest) as Json };
    case "k:": {
      const key = JSON.parse(rest) as Json;
      return isObject(key) ? { key } : undefined;
    }
    default:
      return undefined;
  }
}

/** Node of a field tree one step further. */
export function nodeAt(node: JsonObject, step: Step): JsonObject | undefined {
  for (const [name, child] of Object.entries(node)) {
    const own = stepOf(name);
    if (own !== undefined && isObject(child) && sameStep(own, step)) return child;
  }
  return undefined;
}

function sameStep(a: Step, b: Step): boolean {
  if ("field" in a) return "field" in b && a.field === b.field;
  if ("index" in a) return "index" in b && a.index === b.index;
  if ("value" in a) return "value" in b && JSON.stringify(a.value) === JSON.stringify(b.value);
  if (!("key" in b)) return false;
  const names = Object.keys(a.key);
  return names.length === Object.keys(b.key).length && names.every((n) => a.key[n] === b.key[n]);
}

/** Whether a node has no children. Its manager owns everything below it, as in an atomic list. */
export function isLeaf(node: JsonObject): boolean {
  return Object.keys(node).every((name) => name === ".");
}

/** Whether the field tree contains a path, directly or through an atomic node above it. */
export function owns(fields: JsonObject, path: Path): boolean {
  let node = fields;
  for (const step of path) {
    const next = nodeAt(node, step);
    if (next === undefined) return node !== fields && Object.keys(node).length === 0;
    node = next;
  }
  return true;
}

/** Identification of a list's items. */
export type ListKind =
  | { readonly by: "key"; readonly names: readonly string[] }
  | { readonly by: "value" }
  | { readonly by: "index" };

/**
 * Derives the kind of a list from the field trees, which are the only source without a schema.
 * @param nodes nodes of the list in the trees of its managers
 * @param items items of the list, for a list that is in no tree
 */
export function listKind(nodes: readonly JsonObject[], items: readonly Json[]): ListKind {
  for (const name of nodes.flatMap((node) => Object.keys(node))) {
    const step = stepOf(name);
    if (step === undefined) continue;
    if ("key" in step) return { by: "key", names: Object.keys(step.key) };
    if ("value" in step) return { by: "value" };
  }
  const names = items.map((item) => textAt(item, "name"));
  const isNamed = nodes.length === 0 && names.length > 0 && !names.includes(undefined);
  return isNamed && new Set(names).size === names.length
    ? { by: "key", names: ["name"] }
    : { by: "index" };
}
