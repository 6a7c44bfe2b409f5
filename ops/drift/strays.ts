import { type Drift, keyOf } from "./desired.ts";
import { type Entry, entriesOf } from "./fields.ts";
import { isList, objectAt, textAt } from "./json.ts";
import type { Found } from "./live.ts";
import { kindOf } from "./managers.ts";

/** What belongs to the program in its namespaces. */
export interface Belongings {
  /** `keyOf` of each object. */
  readonly keys: ReadonlySet<string>;
  /** Helm releases, `<namespace>/<name>`. */
  readonly releases: ReadonlySet<string>;
  /** Managers that are known as controllers by what they do elsewhere. */
  readonly reporters: ReadonlySet<string>;
}

/**
 * Objects that somebody has made in the program's namespaces: no owner, no controller that made them, and no release.
 * What Kubernetes itself puts into each namespace has no maker, so it is none. Pure.
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

/** Objects that a controller has made, and that a person has written to since. Their fields have to be read. Pure. */
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

/** Who made an object, unless it was a controller: whoever has an entry as old as the object. */
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
  // whoever made it has been overwritten since
  return entries.some(isController) ? undefined : entries[0];
}
