import { gunzipSync } from "node:zlib";
import { parseAllDocuments } from "yaml";
import type { Reader } from "./api.ts";
import type { Desired, Drift, Identity } from "./desired.ts";
import type { Served } from "./discovery.ts";
import { type Json, type JsonObject, isObject, objectAt, textAt } from "./json.ts";
import type { Release } from "./state.ts";

/** A release stored in the cluster: its last revision and the objects of that revision. */
export interface Stored {
  readonly revision: number;
  readonly objects: readonly Desired[];
}

/** Field managers of the provider and of Helm for a chart's objects. */
const writers = new Set(["helm", "pulumi-resource-kubernetes"]);

/** Reads the last revision of a release from Helm's Secret. @returns undefined if there is none */
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

/** Decodes the content of a Helm Secret: gzipped JSON in base64, encoded again as data of the Secret. */
export function decoded(data: string): Json {
  const inner = Buffer.from(data, "base64").toString("utf8");
  return JSON.parse(gunzipSync(Buffer.from(inner, "base64")).toString("utf8")) as Json;
}

/**
 * Parses the objects of a manifest. Pure.
 * @param namespace namespace of the release, for objects that do not name one
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

/** Converts `stringData` to `data`, as the API server does. */
function encodedSecret(secret: JsonObject): JsonObject {
  const { stringData, ...rest } = secret;
  const encoded = Object.entries(objectAt(stringData)).map(([key, value]) => [
    key,
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64"),
  ]);
  return { ...rest, data: { ...objectAt(rest["data"]), ...Object.fromEntries(encoded) } };
}

/** Reports a release that is missing or has another revision than the program installed. Pure. */
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
