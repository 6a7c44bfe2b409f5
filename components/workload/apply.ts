import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "./objects.ts";

/**
 * One object in a cluster, registered under the very type token of its class in `@pulumi/kubernetes`: the provider
 * awaits it in the same way, and policies and state do not tell the difference. (`apiextensions.CustomResource` would
 * register a Service as `kubernetes:v1:Service`, which no policy for `kubernetes:core/v1:Service` sees.)
 */
class AppliedObject extends pulumi.CustomResource {
  constructor(name: string, object: KubernetesObject, options: pulumi.CustomResourceOptions) {
    super(typeToken(object), name, { ...object }, options);
  }
}

/** `kubernetes:<group>/<version>:<kind>`, where the group without a name is `core`. */
export function typeToken({ apiVersion, kind }: KubernetesObject): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/**
 * Makes one resource of an object. The provider is that of the options or of the parent.
 * A Service is not awaited: the provider would wait for its pods, which may depend on the Service, and a pod that does
 * not get ready would be reported twice, the second time without its cause.
 * @param named its part of the resource's name, for an object whose own name changes with its content.
 * @default the object's name
 */
export function applyObject(
  object: KubernetesObject,
  options: pulumi.CustomResourceOptions,
  named: string = object.metadata.name,
): pulumi.CustomResource {
  const { kind, metadata } = object;
  const name = `${metadata.namespace}-${named}-${kind.toLowerCase()}`;
  return new AppliedObject(name, kind === "Service" ? unawaited(object) : object, options);
}

function unawaited<T extends KubernetesObject>(object: T): T {
  const annotations = { ...object.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
