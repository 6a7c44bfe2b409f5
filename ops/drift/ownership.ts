import type { Desired } from "./desired.ts";
import { type Entry, entriesOf, owns } from "./fields.ts";
import { type Json, type JsonObject, objectAt, same } from "./json.ts";
import { kindOf } from "./managers.ts";
import { type Path, valueAt } from "./path.ts";

/** Field managers of one object, now and right after the program's apply. */
export interface Ownership {
  readonly entries: readonly Entry[];
  /** Field trees of the program and of the apply. They determine the kinds of lists. */
  readonly trees: readonly JsonObject[];
  readonly isOwn: (entry: Entry) => boolean;
  readonly isController: (entry: Entry) => boolean;
  /** Whether the value is a default: it existed right after the apply and has no manager. */
  readonly isDefault: (path: Path, cluster: Json | undefined) => boolean;
}

/** @param reporters managers identified as controllers by their other writes */
export function ownershipOf(
  { applied, isOwn: isOwnName }: Desired,
  live: JsonObject,
  reporters: ReadonlySet<string>,
): Ownership {
  const entries = entriesOf(objectAt(live, "metadata")["managedFields"]);
  const before = entriesOf(objectAt(applied, "metadata")["managedFields"]);
  const isOwn = ({ manager, operation }: Entry) => isOwnName(manager, operation);
  return {
    entries,
    trees: [...entries, ...before.filter(isOwn)].map(({ fields }) => fields),
    isOwn,
    isController: ({ manager }) => {
      const kind = kindOf(manager);
      return kind === "controller" || (kind === "unknown" && reporters.has(manager));
    },
    isDefault: (path, cluster) =>
      applied !== undefined &&
      same(valueAt(applied, path), cluster) &&
      !before.some((entry) => !isOwn(entry) && owns(entry.fields, path)),
  };
}

/**
 * Finds the manager that changed a field.
 * @returns `nobody` if the cluster does not record it; undefined if a controller or the program's apply set it, which an
 * admission webhook may have modified
 */
export function changedBy(
  { entries, isOwn, isController }: Ownership,
  path: Path,
): Entry | "nobody" | undefined {
  const owners = entries.filter(({ fields }) => owns(fields, path));
  if (owners.some(isOwn)) return undefined;
  const person = owners.find((entry) => !isController(entry));
  return person ?? (owners.length > 0 ? undefined : "nobody");
}
