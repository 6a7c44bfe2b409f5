import type * as pulumi from "@pulumi/pulumi";

const annotation = "pulumi.com/patchFieldManager";

/**
 * Gives all Kubernetes objects of a stack the same field manager. By default the provider generates a random name for each
 * creation and keeps it only in the state. After an interrupted run it would apply the object with another name,
 * and later changes would conflict with the first one.
 */
export function fieldManagerOf(stack: string): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    const metadata: unknown = props["metadata"];
    // Helm releases and providers have no metadata
    if (!type.startsWith("kubernetes:") || !isPlain(metadata)) return undefined;
    const annotations = isPlain(metadata["annotations"]) ? metadata["annotations"] : {};
    const named = { ...annotations, [annotation]: `hanok-${stack}` };
    return { props: { ...props, metadata: { ...metadata, annotations: named } }, opts };
  };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !("__pulumiOutput" in value);
}
