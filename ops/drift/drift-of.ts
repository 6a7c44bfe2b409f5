import { additions } from "./additions.ts";
import { differences } from "./compare.ts";
import type { Desired, Drift } from "./desired.ts";
import type { Entry } from "./fields.ts";
import { type Json, type JsonObject, isObject, same, textAt } from "./json.ts";
import { kindOf } from "./managers.ts";
import { isNotebook, isOpen, isRestart } from "./open-fields.ts";
import { type Ownership, culpritOf, ownershipOf } from "./ownership.ts";
import { type Path, pathText, valueAt } from "./path.ts";
import { isSecret, shown } from "./show.ts";

/** What an object's drift depends on besides itself. */
export interface Context {
  /** Whether an autoscaler decides how many replicas the object has. @default false */
  readonly isScaled?: boolean;
  /** Managers that are known as controllers by what they do elsewhere. @default none */
  readonly reporters?: ReadonlySet<string>;
}

/**
 * What was changed in an object behind the program's back. Pure.
 *
 * A field of which the program says something is reported when its value is neither what the program says, nor what the
 * cluster made of that, nor set by a controller. A field of which it says nothing is reported when somebody other than a
 * controller has set it: `metadata.managedFields` tells. A default belongs to nobody, so it is none.
 *
 * @param live undefined when the object is not there
 * @returns in the order of the object's fields; a restart by hand is told too, as `restart`
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

/** The program's own wish that it goes away by itself. */
function isPassing({ spec }: JsonObject): boolean {
  return isObject(spec) && spec["ttlSecondsAfterFinished"] !== undefined;
}

interface Change {
  readonly path: Path;
  /** The same place in the live object. */
  readonly at: Path;
  readonly program: Json | undefined;
  readonly cluster: Json | undefined;
  readonly entry: Entry | undefined;
}

/** What the API server writes down for itself, or an object is found by. */
const given = new Set(["apiVersion", "kind", "status"]);

function changesOf(
  { object, applied }: Desired,
  live: JsonObject,
  ownership: Ownership,
  around: Parameters<typeof isOpen>[2],
): readonly Change[] {
  const said = Object.fromEntries(Object.entries(object).filter(([field]) => !given.has(field)));
  const found = differences({
    want: said,
    have: live,
    applied: applied && { value: applied },
    nodes: ownership.trees,
    path: [],
    livePath: [],
  });
  return found.flatMap(({ path, livePath, program, cluster }) => {
    if (isOpen(path, true, around)) return [];
    const culprit = culpritOf(ownership, livePath);
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
  // two people may have set the same
  return [...new Map(found.map((one) => [pathText(one.path), one])).values()];
}

/** An object of the same name is there, but not the one that the program has made. */
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
  /** What the cluster took where the program says nothing. */
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
  const said = show(program, "[secret]");
  const usual = show(byDefault, "[secret]");
  return {
    identity,
    kind,
    path: text,
    program: said ?? (usual === undefined ? undefined : `${usual}, by default`),
    cluster: show(cluster, said === undefined ? "[secret]" : "[another secret]"),
    by: entry?.manager,
    at: entry?.time,
  };
}
