import type { Desired, Drift } from "../../../ops/drift/desired.ts";
import type { Json, JsonObject } from "../../../ops/drift/json.ts";

/** The manager of the program in these tests. */
export const own = "pulumi-kubernetes-1";

/** Times of the program's apply, and of a later change. */
export const times: { readonly apply: string; readonly later: string } = {
  apply: "2026-11-21T07:00:00Z",
  later: "2026-11-21T08:00:00Z",
};

/** An entry of `managedFields`. */
export function entry(
  manager: string,
  fieldsV1: JsonObject,
  { operation = "Update", subresource = "", time = times.later } = {},
): JsonObject {
  return { manager, operation, time, fieldsV1, ...(subresource === "" ? {} : { subresource }) };
}

/** The program's entry. */
export const ownEntry = (fieldsV1: JsonObject): JsonObject =>
  entry(own, fieldsV1, { operation: "Apply", time: times.apply });

/** An object of the program in the state. */
export function desired(object: JsonObject, applied: JsonObject | undefined): Desired {
  const kind = typeof object["kind"] === "string" ? object["kind"] : "Deployment";
  return {
    identity: { apiVersion: "v1", kind, namespace: "shop", name: "web" },
    object,
    applied,
    isOwn: (manager, operation) => manager === own && operation === "Apply",
    secret: [],
  };
}

/** Field tree of a value, as the API server writes it for lists whose items are identified by name. */
export function fieldsOf(value: Json | undefined): JsonObject {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const isNamed = items.every(
      (item) => typeof item === "object" && item !== null && "name" in item,
    );
    if (!isNamed || items.length === 0) return {};
    return Object.fromEntries(
      items.map((item) => {
        const of = item as JsonObject;
        return [`k:${JSON.stringify({ name: of["name"] })}`, { ".": {}, ...fieldsOf(of) }];
      }),
    );
  }
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [`f:${field}`, fieldsOf(inner)]),
  );
}

/** `changed spec.replicas` for each drift. */
export const short = (drifts: readonly Drift[]): readonly string[] =>
  drifts.map(({ kind, path }) => `${kind} ${path}`.trim());
