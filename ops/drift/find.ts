import { connect, type Reader } from "./api.ts";
import { type Desired, type Drift, type Identity, keyOf } from "./desired.ts";
import { discover, type Served } from "./discovery.ts";
import { driftOf } from "./drift-of.ts";
import { entriesOf } from "./fields.ts";
import { readRelease, releaseDrift } from "./helm.ts";
import { type Json, type JsonObject, isList, objectAt, textAt } from "./json.ts";
import { type Live, readInventory, readLive } from "./live.ts";
import { reporters } from "./managers.ts";
import { type Wanted, wantedOf } from "./state.ts";
import { straysOf, touchedOf } from "./strays.ts";
import { folded } from "./fold.ts";

/** Result of a comparison with the clusters. */
export interface Findings {
  readonly drifts: readonly Drift[];
  /** Manual restarts, which are not drift. */
  readonly restarts: readonly Drift[];
  /** Objects that could not be compared, and why. */
  readonly notes: readonly string[];
  /** Number of compared objects, including those of Helm releases. */
  readonly objects: number;
}

/**
 * Compares a stack's state with its clusters. It is read-only.
 * @param exported output of `pulumi stack export --show-secrets`
 * @throws Error if a cluster cannot be read
 */
export async function findDrift(exported: Json): Promise<Findings> {
  const parts = await Promise.all(
    wantedOf(exported).map(async (wanted) => {
      const reader = await connect(wanted.access);
      try {
        return await findIn(reader, wanted);
      } finally {
        reader.close();
      }
    }),
  );
  return {
    drifts: parts.flatMap(({ drifts }) => drifts),
    restarts: parts.flatMap(({ restarts }) => restarts),
    notes: parts.flatMap(({ notes }) => notes),
    objects: parts.reduce((sum, { objects }) => sum + objects, 0),
  };
}

async function findIn(reader: Reader, wanted: Wanted): Promise<Findings> {
  const served = await discover(reader);
  const releases = await Promise.all(
    wanted.releases.map(async (release) => ({
      release,
      stored: await readRelease(reader, served, release),
    })),
  );
  const isPending = ({ identity: { namespace, name } }: Desired) =>
    wanted.pending.includes(namespace === undefined ? name : `${namespace}/${name}`);
  const all = [...wanted.objects, ...releases.flatMap(({ stored }) => stored?.objects ?? [])];
  const desired = all.filter((one) => !isPending(one));
  const namespaces = new Set(
    desired.flatMap(({ identity }) => (identity.kind === "Namespace" ? [identity.name] : [])),
  );
  const [live, inventory, scalers] = await Promise.all([
    readLive(
      reader,
      served,
      desired.map(({ identity }) => identity),
    ),
    readInventory(reader, served, namespaces),
    readScalers(reader, served),
  ]);
  const known = reporters(
    [...live.values()].flatMap((one) => entriesOf(objectAt(one, "metadata")["managedFields"])),
  );
  const keys = new Set(all.map(({ identity }) => keyOf(identity)));
  const scaled = scaledBy(scalers, keys);
  const found = desired.flatMap((one) => {
    const key = keyOf(one.identity);
    return driftOf(one, live.get(key), { isScaled: scaled.has(key), reporters: known });
  });
  const own = {
    keys,
    releases: new Set(wanted.releases.map(({ namespace, name }) => `${namespace}/${name}`)),
    reporters: known,
  };
  const touched = touchedOf(inventory.found, own).map(({ identity }) => identity);
  const drifts = [
    ...releases.flatMap(({ release, stored }) => releaseDrift(release, stored)),
    ...found,
    ...touchedDrift(touched, await readLive(reader, served, touched)),
    ...straysOf(inventory.found, own),
  ];
  const hidden = inventory.hidden.length > 0;
  return {
    drifts: folded(drifts.filter(({ kind }) => kind !== "restart")),
    restarts: drifts.filter(({ kind }) => kind === "restart"),
    notes: [
      ...all
        .filter(isPending)
        .map(
          ({ identity }) =>
            `${identity.kind} ${identity.name} is skipped: a run has not finished with it`,
        ),
      ...(hidden
        ? [
            `objects created by hand may be missed, no permission to list ${inventory.hidden.join(", ")}`,
          ]
        : []),
    ],
    objects: desired.length,
  };
}

/** Fields set by a person in objects that a controller created for the program. */
function touchedDrift(identities: readonly Identity[], live: Live): readonly Drift[] {
  return identities.flatMap((identity) => {
    const object = live.get(keyOf(identity));
    if (object === undefined) return [];
    const nothing: Desired = {
      identity,
      object: {},
      applied: undefined,
      isOwn: () => false,
      secret: [],
    };
    return driftOf(nothing, object).filter(({ kind }) => kind !== "gone");
  });
}

async function readScalers(reader: Reader, served: readonly Served[]): Promise<readonly Json[]> {
  const kind = served.find(
    ({ kind: name, isPreferred }) => name === "HorizontalPodAutoscaler" && isPreferred,
  );
  return kind === undefined ? [] : ((await reader.list(kind.path())) ?? []);
}

/**
 * Keys of objects whose replicas are controlled by an autoscaler of the program or of one of its controllers.
 * Autoscalers created by hand are ignored.
 */
function scaledBy(scalers: readonly Json[], keys: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    scalers.flatMap((scaler) => {
      const namespace = textAt(scaler, "metadata", "namespace");
      const name = textAt(scaler, "metadata", "name") ?? "";
      const identity = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" };
      const owners = objectAt(scaler, "metadata")["ownerReferences"];
      const isOwn = keys.has(keyOf({ ...identity, namespace, name }));
      if (!isOwn && !(isList(owners) && owners.length > 0)) return [];
      const target: JsonObject = objectAt(scaler, "spec", "scaleTargetRef");
      return keyOf({
        apiVersion: textAt(target, "apiVersion") ?? "apps/v1",
        kind: textAt(target, "kind") ?? "",
        namespace,
        name: textAt(target, "name") ?? "",
      });
    }),
  );
}
