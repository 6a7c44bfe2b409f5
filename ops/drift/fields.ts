import { type Json, type JsonObject, isObject, textAt } from "./json.ts";
import type { Path, Step } from "./path.ts";

/** One entry of `metadata.managedFields`: who set which fields, and when last. */
export interface Entry {
  readonly manager: string;
  readonly operation: string;
  /** `status`, `scale` and the like; empty for the object itself. */
  readonly subresource: string;
  /** RFC 3339, to the second. */
  readonly time: string | undefined;
  /** `FieldsV1`: a tree of `f:<field>`, `k:<key fields>`, `v:<value>`, `i:<index>`, and `.` for the node itself. */
  readonly fields: JsonObject;
}

/** The entries of a list of managed fields. */
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

/** The step that a name of `FieldsV1` means; undefined for `.`. */
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

/** The node of a field tree one step further. */
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

/** A node without children: its manager owns all that is below, as with an atomic list. */
export function isLeaf(node: JsonObject): boolean {
  return Object.keys(node).every((name) => name === ".");
}

/** Whether the field tree covers the end of a path: by itself, or by an atomic node above. */
export function owns(fields: JsonObject, path: Path): boolean {
  let node = fields;
  for (const step of path) {
    const next = nodeAt(node, step);
    if (next === undefined) return node !== fields && Object.keys(node).length === 0;
    node = next;
  }
  return true;
}

/** How the items of a list are told apart. */
export type ListKind =
  | { readonly by: "key"; readonly names: readonly string[] }
  | { readonly by: "value" }
  | { readonly by: "index" };

/**
 * What the field trees say of a list. Without a schema this is the one place where the API server tells it.
 * @param nodes nodes of the list in the trees of its managers
 * @param items the list's items, for the case that no tree knows the list
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
