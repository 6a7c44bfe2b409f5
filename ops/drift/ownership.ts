import type { Desired } from "./desired.ts";
import { type Entry, entriesOf, owns } from "./fields.ts";
import { type Json, type JsonObject, objectAt, same } from "./json.ts";
import { kindOf } from "./managers.ts";
import { type Path, valueAt } from "./path.ts";

/** Who has set what in one object, now and right after the program's apply. */
export interface Ownership {
  readonly entries: readonly Entry[];
  /** The program's own entries, and those of the apply, from which the kinds of lists are known. */
  readonly trees: readonly JsonObject[];
  readonly isOwn: (entry: Entry) => boolean;
  readonly isController: (entry: Entry) => boolean;
  /** Whether the value was there right after the apply, and is nobody's: a default. */
  readonly isDefault: (path: Path, cluster: Json | undefined) => boolean;
}

/** @param reporters managers that are controllers by what they do elsewhere */
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
 * Who has given a field the value that the program did not.
 * @returns `nobody` when the cluster does not record it; undefined when it is a controller's, or the program's own apply
 *   in the words of an admission webhook
 */
export function culpritOf(
  { entries, isOwn, isController }: Ownership,
  path: Path,
): Entry | "nobody" | undefined {
  const owners = entries.filter(({ fields }) => owns(fields, path));
  if (owners.some(isOwn)) return undefined;
  const person = owners.find((entry) => !isController(entry));
  return person ?? (owners.length > 0 ? undefined : "nobody");
}
