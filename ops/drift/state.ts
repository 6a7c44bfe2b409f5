import type { Desired, Identity } from "./desired.ts";
import { type Json, type JsonObject, isList, isObject, objectAt, textAt } from "./json.ts";
import { unwrapped } from "./secrets.ts";

/** Access to a cluster, from its provider in the state. */
export interface ClusterAccess {
  /** Path or content of a kubeconfig. Undefined for kubectl's default. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/** A Helm release installed by the program. */
export interface Release {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number | undefined;
}

/** Desired content of one cluster, from the stack's state. */
export interface Wanted {
  readonly access: ClusterAccess;
  readonly objects: readonly Desired[];
  readonly releases: readonly Release[];
  /** Objects with an unfinished operation, as `<namespace>/<name>` or `<name>`. */
  readonly pending: readonly string[];
}

/**
 * Reads the desired content of each cluster from a stack's state. Pure.
 * @param exported output of `pulumi stack export --show-secrets`
 * @throws Error if it has another form
 */
export function wantedOf(exported: Json): readonly Wanted[] {
  const deployment = objectAt(exported, "deployment");
  const resources = isList(deployment["resources"]) ? deployment["resources"] : [];
  if (!isObject(exported) || !("deployment" in exported))
    throw new Error("the state is not an export of pulumi stack export");
  const own = resources.filter(isObject).filter((one) => one["delete"] !== true);
  const providers = own.filter((one) => textAt(one, "type") === "pulumi:providers:kubernetes");
  const references = new Set(
    own
      .filter((one) => /^kubernetes:/.test(textAt(one, "type") ?? ""))
      .map((one) => textAt(one, "provider") ?? ""),
  );
  const pending = isList(deployment["pending_operations"]) ? deployment["pending_operations"] : [];
  return [...references].map((reference) => {
    const provider = providers.find(
      (one) => `${textAt(one, "urn") ?? ""}::${textAt(one, "id") ?? ""}` === reference,
    );
    const inputs = unwrapped(provider?.["inputs"]).value;
    const used = own.filter((one) => textAt(one, "provider") === reference);
    return {
      access: { kubeconfig: textAt(inputs, "kubeconfig"), context: textAt(inputs, "context") },
      objects: used.flatMap((one) => objectOf(one) ?? []),
      releases: used.flatMap((one) => releaseOf(one) ?? []),
      pending: pending.flatMap((one) => textAt(one, "resource", "id") ?? []),
    };
  });
}

function objectOf(resource: JsonObject): Desired | undefined {
  const type = textAt(resource, "type") ?? "";
  // a patch owns single fields of a foreign object, and a release is not an object
  if (isRelease(type) || type.endsWith("Patch") || resource["external"] === true) return undefined;
  const { value: object, secret } = unwrapped(resource["inputs"]);
  const { value: applied } = unwrapped(resource["outputs"]);
  const manager = textAt(applied, "__fieldManager");
  const kind = textAt(object, "kind");
  const name = textAt(applied, "metadata", "name") ?? textAt(object, "metadata", "name");
  if (kind === undefined || name === undefined || !isObject(object)) return undefined;
  const identity: Identity = {
    apiVersion: textAt(object, "apiVersion") ?? "v1",
    kind,
    name,
    namespace: textAt(applied, "metadata", "namespace") ?? textAt(object, "metadata", "namespace"),
  };
  return {
    identity,
    object,
    applied: isObject(applied) ? applied : undefined,
    isOwn: (name, operation) => operation === "Apply" && name === manager,
    secret,
  };
}

const isRelease = (type: string) => /^kubernetes:helm\.sh\/v\d+:Release$/.test(type);

function releaseOf(resource: JsonObject): Release | undefined {
  if (!isRelease(textAt(resource, "type") ?? "")) return undefined;
  const { value } = unwrapped(resource["outputs"]);
  const name = textAt(value, "name");
  const namespace = textAt(value, "namespace");
  const revision = objectAt(value, "status")["revision"];
  if (name === undefined || namespace === undefined) return undefined;
  return { name, namespace, revision: typeof revision === "number" ? revision : undefined };
}
