import type { Resource } from "../resource.ts";
import { Undecided } from "../unknown.ts";
import type { Value } from "../value.ts";

/** A Kubernetes object that is a resource of the stack. */
export interface KubernetesObject {
  readonly resource: Resource;
  /** As in the token: `apps/v1`, `core/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly props: Value;
  readonly metadata: Value;
  readonly spec: Value;
}

/** Tokens that hold other objects or are merged into one that exists. */
const notObjects =
  /^kubernetes:(?:helm\.sh\/|yaml(?:\/v2)?:|kustomize(?:\/v2)?:|apiextensions\.k8s\.io:)|^kubernetes:index:|(?:List|Patch)$/;

/** The object of a resource. Undefined for a chart, a file or a resource of another provider. */
export function objectOf(resource: Resource): KubernetesObject | undefined {
  if (!resource.type.startsWith("kubernetes:") || notObjects.test(resource.type)) return undefined;
  const [, apiVersion, kind] = resource.type.split(":");
  if (apiVersion === undefined || kind === undefined) return undefined;
  const { props } = resource;
  return {
    resource,
    apiVersion,
    kind,
    props,
    metadata: props.at("metadata"),
    spec: props.at("spec"),
  };
}

/** @throws Undecided */
export function nameOf(object: KubernetesObject): string {
  const name = object.metadata.at("name").text;
  if (name !== undefined) return name;
  // without a name, it gets one that starts with the resource's name, so no literal can refer to it
  if (object.metadata.at("generateName").absent) return object.resource.name;
  throw new Undecided(object.resource.urn, "metadata.name");
}

/** Its namespace. @default `default`. @throws Undecided */
export const namespaceOf = (object: KubernetesObject): string =>
  object.metadata.at("namespace").text ?? "default";

/** API group of an apiVersion: empty for the core group. */
export const groupOf = (apiVersion: string): string => {
  const [group, version] = apiVersion.split("/");
  return version === undefined || group === "core" ? "" : (group ?? "");
};
