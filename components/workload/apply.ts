import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "./objects.ts";

/**
 * One object in a cluster, registered under the type token of its class in `@pulumi/kubernetes`.
 * The provider awaits it in the same way, and policies and state cannot tell the difference.
 * `apiextensions.CustomResource` would register a Service as `kubernetes:v1:Service`, which policies for
 * `kubernetes:core/v1:Service` do not see.
 */
class AppliedObject extends pulumi.CustomResource {
  constructor(name: string, object: KubernetesObject, options: pulumi.CustomResourceOptions) {
    super(typeToken(object), name, { ...object }, options);
  }
}

/** `kubernetes:<group>/<version>:<kind>`, with `core` for the unnamed group. */
export function typeToken({ apiVersion, kind }: KubernetesObject): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/**
 * Creates a resource for one object. The provider comes from the options or the parent.
 * A Service is not awaited: the provider would wait for its pods, which may depend on the Service.
 * A pod that does not become ready would also be reported twice, the second time without its cause.
 * @param stableName part of the resource's name, for an object whose own name changes with its content.
 * @default the object's name
 */
export function applyObject(
  object: KubernetesObject,
  options: pulumi.CustomResourceOptions,
  stableName: string = object.metadata.name,
): pulumi.CustomResource {
  const { kind, metadata } = object;
  const name = `${metadata.namespace}-${stableName}-${kind.toLowerCase()}`;
  return new AppliedObject(name, kind === "Service" ? unawaited(object) : object, options);
}

function unawaited<T extends KubernetesObject>(object: T): T {
  const annotations = { ...object.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
