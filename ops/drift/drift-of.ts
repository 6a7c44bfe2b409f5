import { additions } from "./additions.ts";
import { differences } from "./compare.ts";
import type { Desired, Drift } from "./desired.ts";
import type { Entry } from "./fields.ts";
import { type Json, type JsonObject, isObject, same, textAt } from "./json.ts";
import { kindOf } from "./managers.ts";
import { isNotebook, isOpen, isRestart } from "./open-fields.ts";
import { type Ownership, changedBy, ownershipOf } from "./ownership.ts";
import { type Path, pathText, valueAt } from "./path.ts";
import { isSecret, shown } from "./show.ts";

/** Context of an object that affects its drift. */
export interface Context {
  /** Whether an autoscaler controls the object's number of replicas. @default false */
  readonly isScaled?: boolean;
  /** Managers identified as controllers by their other writes. @default none */
  readonly reporters?: ReadonlySet<string>;
}

/**
 * Returns the changes of an object that the program did not make. Pure.
 *
 * A field that the program sets is reported if its value differs from the program's and from the value after the apply,
 * unless a controller set it.
 * A field that the program does not set is reported if `metadata.managedFields` names a manager other than a controller.
 * Defaults have no manager, so they are not reported.
 *
 * @param live undefined if the object does not exist
 * @returns drifts in the order of the object's fields, including a manual restart as `restart`
 */
export function driftOf(
  desired: Desired,
  live: JsonObject | undefined,
  { isScaled = false, reporters = new Set() }: Context = {},
): readonly Drift[] {
  if (live === undefined) return isPassing(desired.object) ? [] : [whole(desired, "gone")];
  const since = textAt(live, "metadata", "deletionTimestamp");
  if (since !== undefined)
    return [{ ...whole(desired, "gone"), cluster: "being deleted", at: since }];
  const ownership = ownershipOf(desired, live, reporters);
  const around = { isScaled, desired: desired.object, live };
  const changed = changesOf(desired, live, ownership, around);
  const known = changed.flatMap(({ at, path }) => [pathText(at), pathText(path)]);
  const isKnown = (path: Path) => known.some((one) => one.startsWith(pathText(path)));
  const added = additionsOf(desired, live, ownership)
    .filter(({ path }) => !isOpen(path, false, around) && !isKnown(path))
    .map(({ path, cluster, entry }) => {
      const before = desired.applied && valueAt(desired.applied, path);
      const byDefault = same(before, cluster) ? undefined : before;
      const kind = isRestart(path) ? "restart" : byDefault === undefined ? "added" : "changed";
      return drift(desired, kind, path, { byDefault, cluster, entry });
    });
  return [
    ...replacement(desired, live, ownership),
    ...changed.map(({ path, program, cluster, entry }) => {
      const kind = cluster === undefined ? "removed" : program === undefined ? "added" : "changed";
      return drift(desired, kind, path, { program, cluster, entry });
    }),
    ...added,
  ];
}

/** Whether the program itself sets a time after which the object is deleted. */
function isPassing({ spec }: JsonObject): boolean {
  return isObject(spec) && spec["ttlSecondsAfterFinished"] !== undefined;
}

interface Change {
  readonly path: Path;
  /** Path in the live object. */
  readonly at: Path;
  readonly program: Json | undefined;
  readonly cluster: Json | undefined;
  readonly entry: Entry | undefined;
}

/** Fields that identify an object or that the API server writes. */
const ignoredFields = new Set(["apiVersion", "kind", "status"]);

function changesOf(
  { object, applied }: Desired,
  live: JsonObject,
  ownership: Ownership,
  around: Parameters<typeof isOpen>[2],
): readonly Change[] {
  const program = Object.fromEntries(
    Object.entries(object).filter(([field]) => !ignoredFields.has(field)),
  );
  const found = differences({
    want: program,
    have: live,
    applied: applied && { value: applied },
    nodes: ownership.trees,
    path: [],
    livePath: [],
  });
  return found.flatMap(({ path, livePath, program, cluster }) => {
    if (isOpen(path, true, around)) return [];
    const culprit = changedBy(ownership, livePath);
    if (culprit === undefined) return [];
    const entry = culprit === "nobody" ? undefined : culprit;
    return [{ path, at: livePath, program, cluster, entry }];
  });
}

function additionsOf({ object }: Desired, live: JsonObject, ownership: Ownership) {
  const { entries, isOwn, isController, isDefault } = ownership;
  const found = entries
    .filter((entry) => entry.subresource !== "status" && !isOwn(entry) && !isController(entry))
    .flatMap((entry) => additions(entry, object, live))
    .filter(({ path, entry }) => !isNotebook(path) || kindOf(entry.manager) === "person")
    .filter(({ path, cluster }) => !isDefault(path, cluster));
  // two people may have set the same field
  return [...new Map(found.map((one) => [pathText(one.path), one])).values()];
}

/** Drift of an object that was deleted and created again under the same name. */
function replacement(
  desired: Desired,
  live: JsonObject,
  { entries, isOwn, isController }: Ownership,
): readonly Drift[] {
  const [first, second] = [desired.applied, live].map((of) => textAt(of, "metadata", "uid"));
  if (first === undefined || second === undefined || first === second) return [];
  const maker = entries.find((entry) => !isOwn(entry) && !isController(entry));
  const at = textAt(live, "metadata", "creationTimestamp");
  return [{ ...whole(desired, "replaced"), by: maker?.manager, at }];
}

function whole({ identity }: Desired, kind: Drift["kind"]): Drift {
  const unknown = { program: undefined, cluster: undefined, by: undefined, at: undefined };
  return { identity, kind, path: "", ...unknown };
}

interface Values {
  readonly program?: Json | undefined;
  /** Value after the apply of a field that the program does not set. */
  readonly byDefault?: Json | undefined;
  readonly cluster: Json | undefined;
  readonly entry: Entry | undefined;
}

function drift(
  { identity, secret }: Desired,
  kind: Drift["kind"],
  path: Path,
  { program, byDefault, cluster, entry }: Values,
): Drift {
  const text = pathText(path);
  const isHidden = isSecret(identity.kind, text, secret, [program, byDefault, cluster]);
  const show = (value: Json | undefined, masked: string) =>
    value === undefined || value === null ? undefined : isHidden ? masked : shown(value);
  const expected = show(program, "[secret]");
  const defaultValue = show(byDefault, "[secret]");
  return {
    identity,
    kind,
    path: text,
    program: expected ?? (defaultValue === undefined ? undefined : `${defaultValue}, by default`),
    cluster: show(cluster, expected === undefined ? "[secret]" : "[another secret]"),
    by: entry?.manager,
    at: entry?.time,
  };
}
