import { type Reader, ReadError } from "./api.ts";
import { type Identity, keyOf } from "./desired.ts";
import type { Served } from "./discovery.ts";
import { type Json, type JsonObject, isObject, textAt } from "./json.ts";

/** Objects in the cluster, by `keyOf`. */
export type Live = ReadonlyMap<string, JsonObject>;

/** Reads objects: one list per kind and namespace, one request per cluster-scoped object. */
export async function readLive(
  reader: Reader,
  served: readonly Served[],
  identities: readonly Identity[],
): Promise<Live> {
  const groups = new Map<string, { kind: Served; members: Identity[] }>();
  for (const identity of identities) {
    const kind = served.find(
      (one) => one.apiVersion === identity.apiVersion && one.kind === identity.kind,
    );
    // the kind does not exist any more, and neither do its objects
    if (kind === undefined) continue;
    const where = kind.isNamespaced ? (identity.namespace ?? "default") : identity.name;
    const name = `${kind.path()} ${where}`;
    const group = groups.get(name) ?? { kind, members: [] };
    group.members.push(identity);
    groups.set(name, group);
  }
  const found = await Promise.all(
    [...groups.values()].map(({ kind, members }) => readGroup(reader, kind, members)),
  );
  return new Map(found.flat());
}

async function readGroup(
  reader: Reader,
  kind: Served,
  members: readonly Identity[],
): Promise<readonly (readonly [string, JsonObject])[]> {
  const [first] = members;
  if (first === undefined) return [];
  const path = kind.path(kind.isNamespaced ? (first.namespace ?? "default") : undefined);
  const items =
    members.length === 1
      ? [await reader.get(`${path}/${encodeURIComponent(first.name)}`)]
      : ((await reader.list(path)) ?? []);
  const byName = new Map(
    items.filter(isObject).map((one) => [textAt(one, "metadata", "name"), one]),
  );
  return members.flatMap((identity) => {
    const item = byName.get(identity.name);
    if (item === undefined) return [];
    // items of a list have no apiVersion and kind
    const { apiVersion, kind: name } = identity;
    return [[keyOf(identity), { ...item, apiVersion, kind: name }] as const];
  });
}

const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** Kinds that are not created by hand, or that are short-lived. */
const passing = new Set([
  ...["Event", "Lease", "EndpointSlice", "Endpoints", "ControllerRevision", "PodMetrics"],
  ...["CiliumEndpoint", "PolicyReport", "Binding"],
]);

/** The metadata of an object. */
export interface Found {
  readonly identity: Identity;
  readonly metadata: Json;
}

/** Objects in the namespaces, and the kinds that could not be listed. */
export interface Inventory {
  readonly found: readonly Found[];
  /** Kinds that these credentials may not list. */
  readonly hidden: readonly string[];
}

/** Reads the metadata of all objects in the namespaces, with one request per kind. */
export async function readInventory(
  reader: Reader,
  served: readonly Served[],
  namespaces: ReadonlySet<string>,
): Promise<Inventory> {
  const kinds = served.filter(
    (one) => one.isNamespaced && one.canList && one.isPreferred && !passing.has(one.kind),
  );
  const parts = await Promise.all(
    kinds.map(async (kind): Promise<Inventory> => {
      try {
        const items = (await reader.list(kind.path(), metadataOnly)) ?? [];
        return { found: items.flatMap((item) => foundOf(item, kind, namespaces)), hidden: [] };
      } catch (error) {
        if (error instanceof ReadError && [401, 403, 405, 503].includes(error.status))
          return { found: [], hidden: [kind.kind] };
        throw error;
      }
    }),
  );
  return {
    found: parts.flatMap(({ found }) => found),
    hidden: parts.flatMap(({ hidden }) => hidden),
  };
}

function foundOf(item: Json, kind: Served, namespaces: ReadonlySet<string>): readonly Found[] {
  const name = textAt(item, "metadata", "name");
  const namespace = textAt(item, "metadata", "namespace");
  if (!isObject(item) || name === undefined || namespace === undefined) return [];
  if (!namespaces.has(namespace)) return [];
  const identity = { apiVersion: kind.apiVersion, kind: kind.kind, namespace, name };
  return [{ identity, metadata: item["metadata"] ?? null }];
}
