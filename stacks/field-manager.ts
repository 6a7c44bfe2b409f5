import type * as pulumi from "@pulumi/pulumi";

const annotation = "pulumi.com/patchFieldManager";

/**
 * Gives every Kubernetes object of a stack the same field manager. The provider's default is a random name for each
 * creation, kept in the state alone: after an interrupted run the same object is applied under a second name, and every
 * later change of it is refused as a conflict with the first.
 */
export function fieldManagerOf(stack: string): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    const metadata: unknown = props["metadata"];
    // a Helm release and a provider have no metadata
    if (!type.startsWith("kubernetes:") || !isPlain(metadata)) return undefined;
    const annotations = isPlain(metadata["annotations"]) ? metadata["annotations"] : {};
    const named = { ...annotations, [annotation]: `hanok-${stack}` };
    return { props: { ...props, metadata: { ...metadata, annotations: named } }, opts };
  };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !("__pulumiOutput" in value);
}
