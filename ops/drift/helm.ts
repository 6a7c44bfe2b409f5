import { gunzipSync } from "node:zlib";
import { parseAllDocuments } from "yaml";
import type { Reader } from "./api.ts";
import type { Desired, Drift, Identity } from "./desired.ts";
import type { Served } from "./discovery.ts";
import { type Json, type JsonObject, isObject, objectAt, textAt } from "./json.ts";
import type { Release } from "./state.ts";

/** What the cluster keeps of a release: its last revision and the objects that this revision has rendered. */
export interface Stored {
  readonly revision: number;
  readonly objects: readonly Desired[];
}

/** Managers under which the provider and Helm itself write a chart's objects. */
const writers = new Set(["helm", "pulumi-resource-kubernetes"]);

/** Reads the last revision of a release from the Secret in which Helm keeps it. @returns undefined when there is none */
export async function readRelease(
  reader: Reader,
  served: readonly Served[],
  { namespace, name }: Release,
): Promise<Stored | undefined> {
  const selector = encodeURIComponent(`owner=helm,name=${name}`);
  const secrets = await reader.list(
    `/api/v1/namespaces/${namespace}/secrets?labelSelector=${selector}`,
  );
  const revisions = (secrets ?? []).map((secret) => ({
    secret,
    revision: Number(textAt(secret, "metadata", "labels", "version") ?? 0),
  }));
  const last = revisions.sort((a, b) => b.revision - a.revision)[0];
  const content = textAt(last?.secret, "data", "release");
  if (last === undefined || content === undefined) return undefined;
  const manifest = textAt(decoded(content), "manifest") ?? "";
  return { revision: last.revision, objects: objectsOf(manifest, namespace, served) };
}

/** What a Secret of Helm holds: JSON, gzipped, in base64, in the base64 of a Secret. */
export function decoded(data: string): Json {
  const inner = Buffer.from(data, "base64").toString("utf8");
  return JSON.parse(gunzipSync(Buffer.from(inner, "base64")).toString("utf8")) as Json;
}

/**
 * The objects of a manifest. Pure.
 * @param namespace of the release; an object that names none lies there
 */
export function objectsOf(
  manifest: string,
  namespace: string,
  served: readonly Pick<Served, "apiVersion" | "kind" | "isNamespaced">[],
): readonly Desired[] {
  const documents = parseAllDocuments(manifest);
  return [...documents].flatMap((document) => {
    const object: Json | undefined = document.toJS();
    return isObject(object) ? (desiredOf(object, namespace, served) ?? []) : [];
  });
}

function desiredOf(
  object: JsonObject,
  namespace: string,
  served: readonly Pick<Served, "apiVersion" | "kind" | "isNamespaced">[],
): Desired | undefined {
  const apiVersion = textAt(object, "apiVersion");
  const kind = textAt(object, "kind");
  const name = textAt(object, "metadata", "name");
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const known = served.find((one) => one.apiVersion === apiVersion && one.kind === kind);
  const identity: Identity = {
    apiVersion,
    kind,
    name,
    namespace:
      known?.isNamespaced === false
        ? undefined
        : (textAt(object, "metadata", "namespace") ?? namespace),
  };
  return {
    identity,
    object: kind === "Secret" ? encodedSecret(object) : object,
    applied: undefined,
    isOwn: (manager) => writers.has(manager),
    secret: [],
  };
}

/** The API server takes `stringData` and gives it back as `data`. */
function encodedSecret(secret: JsonObject): JsonObject {
  const { stringData, ...rest } = secret;
  const encoded = Object.entries(objectAt(stringData)).map(([key, value]) => [
    key,
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64"),
  ]);
  return { ...rest, data: { ...objectAt(rest["data"]), ...Object.fromEntries(encoded) } };
}

/** Whether the release is the one that the program has installed last. Pure. */
export function releaseDrift(release: Release, stored: Stored | undefined): readonly Drift[] {
  const { namespace, name, revision } = release;
  const identity = { apiVersion: "helm.sh/v3", kind: "Release", namespace, name };
  const unknown = { by: undefined, at: undefined };
  if (stored === undefined)
    return [
      { identity, kind: "gone", path: "", program: undefined, cluster: undefined, ...unknown },
    ];
  if (revision === undefined || revision === stored.revision) return [];
  const program = `${revision}`;
  const cluster = `${stored.revision}`;
  return [
    { identity, kind: "changed", path: "revision", program, cluster, by: "helm", at: undefined },
  ];
}
