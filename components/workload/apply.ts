import { apiextensions } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "./objects.ts";

/**
 * Makes one resource of an object. `CustomResource` writes the type token from the object's own apiVersion and
 * kind, so the resource is the very one that the typed class would make, awaited in the same way.
 */
export function applyObject(
  object: KubernetesObject,
  options: pulumi.CustomResourceOptions,
): apiextensions.CustomResource {
  const { kind, metadata } = object;
  return new apiextensions.CustomResource(
    `${metadata.namespace}-${metadata.name}-${kind.toLowerCase()}`,
    { ...object },
    options,
  );
}
