import { type Drift, keyOf } from "./desired.ts";
import { type Entry, entriesOf } from "./fields.ts";
import { isList, objectAt, textAt } from "./json.ts";
import type { Found } from "./live.ts";
import { kindOf } from "./managers.ts";

/** The program's own objects in its namespaces. */
export interface Belongings {
  /** `keyOf` of each object. */
  readonly keys: ReadonlySet<string>;
  /** Helm releases, `<namespace>/<name>`. */
  readonly releases: ReadonlySet<string>;
  /** Managers identified as controllers by their other writes. */
  readonly reporters: ReadonlySet<string>;
}

/**
 * Finds objects created by hand in the program's namespaces: without an owner, a controller or a release. Pure.
 * Objects that Kubernetes adds to each namespace have no creator, so they are excluded.
 */
export function straysOf(found: readonly Found[], own: Belongings): readonly Drift[] {
  return found.flatMap(({ identity, metadata }) => {
    if (own.keys.has(keyOf(identity)) || isOwned(metadata) || isOfRelease(metadata, own.releases))
      return [];
    const maker = makerOf(metadata, own.reporters);
    if (maker === undefined) return [];
    const unsaid = { path: "", program: undefined, cluster: undefined };
    return [{ identity, kind: "stray", ...unsaid, by: maker.manager, at: maker.time } as const];
  });
}

/** Finds objects that a controller created and a person changed later. Their fields must be read. Pure. */
export function touchedOf(found: readonly Found[], own: Belongings): readonly Found[] {
  return found.filter(({ identity, metadata }) => {
    if (own.keys.has(keyOf(identity)) || isOfRelease(metadata, own.releases)) return false;
    const entries = entriesOf(objectAt(metadata)["managedFields"]);
    const born = textAt(metadata, "creationTimestamp") ?? "";
    const made = makerOf(metadata, own.reporters);
    return made === undefined && entries.some((one) => isByHand(one) && (one.time ?? "") > born);
  });
}

const isByHand = ({ manager, subresource }: Entry) =>
  subresource !== "status" && kindOf(manager) === "person";

function isOwned(metadata: Found["metadata"]): boolean {
  const owners = objectAt(metadata)["ownerReferences"];
  return isList(owners) && owners.length > 0;
}

function isOfRelease(metadata: Found["metadata"], releases: ReadonlySet<string>): boolean {
  const annotations = objectAt(metadata, "annotations");
  const name = textAt(annotations["meta.helm.sh/release-name"]);
  const namespace = textAt(annotations["meta.helm.sh/release-namespace"]);
  if (name !== undefined && releases.has(`${namespace ?? ""}/${name}`)) return true;
  const stored = /^sh\.helm\.release\.v1\.(.+)\.v\d+$/.exec(textAt(metadata, "name") ?? "")?.[1];
  return releases.has(`${textAt(metadata, "namespace") ?? ""}/${stored ?? ""}`);
}

/** Creator of an object, unless it is a controller: the manager of an entry as old as the object. */
function makerOf(metadata: Found["metadata"], reporters: ReadonlySet<string>): Entry | undefined {
  const born = textAt(metadata, "creationTimestamp") ?? "";
  const entries = entriesOf(objectAt(metadata)["managedFields"]).filter(
    ({ subresource }) => subresource !== "status",
  );
  const first = entries.filter(({ time }) => time === undefined || time <= born);
  const isController = ({ manager }: Entry) =>
    kindOf(manager) === "controller" || reporters.has(manager);
  if (first.some(isController)) return undefined;
  if (first.length > 0) return first[0];
  // the creator's entry has been overwritten
  return entries.some(isController) ? undefined : entries[0];
}
