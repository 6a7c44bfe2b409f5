import type { JsonObject } from "./json.ts";

/** An object that the program has applied. */
export interface Desired {
  readonly identity: Identity;
  /** What the program says of it, in plain text. */
  readonly object: JsonObject;
  /** What the cluster had right after it was applied: with defaults, and what admission made of it. Undefined when unknown. */
  readonly applied: JsonObject | undefined;
  /** Whether an entry of that manager and operation is the program's own. */
  readonly isOwn: (manager: string, operation: string) => boolean;
  /** Texts of paths whose values are secret, besides all data of a Secret. */
  readonly secret: readonly string[];
}

/** By what an object is found. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for an object that is in no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** `apps/v1/Deployment shop/web`. The version does not tell objects apart, so it is left out. */
export function keyOf({ apiVersion, kind, namespace, name }: Identity): string {
  const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
  return `${group}${kind} ${namespace ?? ""}/${name}`;
}

/** `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: Identity): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** One thing that was changed behind the program's back. */
export interface Drift {
  readonly identity: Identity;
  readonly kind: DriftKind;
  /** Text of the field's path; empty where it is the whole object. */
  readonly path: string;
  /** What the program says, ready to print; undefined where it says nothing. */
  readonly program: string | undefined;
  /** What the cluster has, ready to print; undefined where it has nothing. */
  readonly cluster: string | undefined;
  /** Undefined where the cluster does not record it, as with a deletion. */
  readonly by: string | undefined;
  /** RFC 3339. */
  readonly at: string | undefined;
}

/**
 * `gone`: the object is not there. `replaced`: another object has its name. `stray`: the program knows no such object.
 * `restart`: pods were restarted by hand, which is told, and is no drift.
 */
export type DriftKind = "gone" | "replaced" | "changed" | "removed" | "added" | "stray" | "restart";
