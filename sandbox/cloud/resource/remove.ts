import { apiNames } from "../facts/api.ts";
import type { CloudRecord, Reference, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { allRows } from "../registry.ts";
import { filled } from "./admit.ts";
import type { Account } from "./account.ts";
import { isNamed, namedIn, referencesOf } from "./references.ts";
import type { Work } from "./work.ts";

/**
 * Deletes a resource with everything that AWS created for it.
 * @throws Refusal while other resources depend on it
 */
export function remove({ cloud, type }: Work, record: CloudRecord): void {
  const { row } = type;
  sweep(cloud);
  const found = dependants(cloud, record);
  type.row.behaviour?.remove?.(record, cloud);
  const along = new Set(
    found.filter(({ reference }) => reference.onDelete === "cascade").map((one) => one.record.id),
  );
  const holding = found.filter(
    ({ reference, record: other }) =>
      (reference.onDelete ?? "refuse") === "refuse" &&
      !along.has(other.id) &&
      cloud.find(other.type, other.id) !== undefined,
  );
  if (holding.length > 0)
    throw inUse(
      row,
      record,
      holding.map((one) => one.record),
    );
  for (const { record: other, reference } of found)
    if (reference.onDelete === "cascade") cloud.remove(other.type, other.id);
  removeOwned(cloud, record.id);
  cloud.remove(record.type, record.id);
}

interface Dependant {
  readonly record: CloudRecord;
  readonly reference: Reference;
}

/** Records that refer to this one, except those that AWS created for it. */
export function dependants(cloud: Account, record: CloudRecord): readonly Dependant[] {
  return (referencing().get(record.type) ?? []).flatMap(({ row, path, reference }) =>
    cloud
      .list(row.type)
      .filter(
        (other) =>
          other.owner !== record.id &&
          !(other.id === record.id && other.type === record.type) &&
          namedIn(other.properties, path).some((value) => isNamed(record, reference, value)),
      )
      .map((other) => ({ record: other, reference })),
  );
}

function inUse({ type }: ResourceRow, record: CloudRecord, by: readonly CloudRecord[]): Refusal {
  const kind = type.split("/")[1]?.split(":")[0] ?? type;
  const error =
    apiNames(type).inUse ??
    "DependencyViolation: The {kind} '{id}' has dependencies and cannot be deleted.";
  const names = by.slice(0, 5).map(({ type: of, id }) => `${of.split(":")[2]} ${id}`);
  return new Refusal(
    `${filled(error, { ...record.properties, id: record.id, kind })} [simulated AWS: ${names.join(", ")}]`,
  );
}

/** Deletes records that AWS created for it, recursively and without checks. */
function removeOwned(cloud: Account, owner: string): void {
  for (const record of cloud.store.all())
    if (record.owner === owner) {
      removeOwned(cloud, record.id);
      cloud.store.remove(record);
    }
}

/** Removes records of AWS whose owner's file was deleted by hand. */
function sweep(cloud: Account): void {
  const all = cloud.store.all();
  const ids = new Set(all.map(({ id }) => id));
  for (const record of all)
    if (record.owner !== undefined && !ids.has(record.owner)) cloud.store.remove(record);
}

interface Referencing {
  readonly row: ResourceRow;
  readonly path: string;
  readonly reference: Reference;
}

/** Inputs that refer to a type, by type. */
function referencing(): ReadonlyMap<string, readonly Referencing[]> {
  if (byTarget !== undefined) return byTarget;
  const map = new Map<string, Referencing[]>();
  for (const row of allRows())
    for (const [path, reference] of Object.entries(referencesOf(row)))
      for (const target of reference.to)
        map.set(target, [...(map.get(target) ?? []), { row, path, reference }]);
  return (byTarget = map);
}
let byTarget: ReadonlyMap<string, readonly Referencing[]> | undefined;
