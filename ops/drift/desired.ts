import type { JsonObject } from "./json.ts";

/** An object that the program has applied. */
export interface Desired {
  readonly identity: Identity;
  /** The object in the program, with secrets in plain text. */
  readonly object: JsonObject;
  /** The object right after the apply, with defaults and changes by admission. Undefined if unknown. */
  readonly applied: JsonObject | undefined;
  /** Whether an entry with this manager and operation belongs to the program. */
  readonly isOwn: (manager: string, operation: string) => boolean;
  /** Paths of secret values, as text, in addition to all data of a Secret. */
  readonly secret: readonly string[];
}

/** Identity of an object. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for a cluster-scoped object. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Key of an object, such as `apps/Deployment shop/web`. It omits the version, which does not identify objects. */
export function keyOf({ apiVersion, kind, namespace, name }: Identity): string {
  const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
  return `${group}${kind} ${namespace ?? ""}/${name}`;
}

/** Name of an object for reports, such as `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: Identity): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** One change that the program did not make. */
export interface Drift {
  readonly identity: Identity;
  readonly kind: DriftKind;
  /** Path of the field, as text. Empty for the whole object. */
  readonly path: string;
  /** Printable value in the program. Undefined if the program does not set it. */
  readonly program: string | undefined;
  /** Printable value in the cluster. Undefined if there is none. */
  readonly cluster: string | undefined;
  /** Field manager. Undefined if the cluster does not record it, as for a deletion. */
  readonly by: string | undefined;
  /** RFC 3339. */
  readonly at: string | undefined;
}

/**
 * `gone`: the object does not exist. `replaced`: another object has its name. `stray`: the object is not in the program.
 * `restart`: pods were restarted by hand, which is reported but is not drift.
 */
export type DriftKind = "gone" | "replaced" | "changed" | "removed" | "added" | "stray" | "restart";
