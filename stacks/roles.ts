import type * as pulumi from "@pulumi/pulumi";

/**
 * IAM path of what stacks create: the one that bootstrap/ lets its deploy role write to.
 * The boundary's name tells the project that bootstrap/ was given.
 */
function pathOf(boundary = ""): string {
  const [, project = "hanok"] = /:policy\/(.+)-bootstrap\/\1-boundary$/.exec(boundary) ?? [];
  return `/${project}/`;
}

/**
 * Gives every IAM role of a stack its path, and its permissions boundary where there is one: the deploy role that bootstrap/ makes may
 * create no other. A component then need not know either.
 */
export function rolesWithin(boundary: string | undefined): pulumi.ResourceTransformation {
  const path = pathOf(boundary);
  return ({ type, props, opts }) => {
    // an argument that is not given stands there as undefined
    const within = { ...props, path: props["path"] ?? path };
    if (type === "aws:iam/policy:Policy") return { props: within, opts };
    if (type !== "aws:iam/role:Role") return undefined;
    const permissionsBoundary: unknown = props["permissionsBoundary"] ?? boundary;
    return { props: { ...within, permissionsBoundary }, opts };
  };
}
