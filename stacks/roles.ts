import type * as pulumi from "@pulumi/pulumi";

/**
 * IAM path of a stack's roles and policies, which bootstrap/ allows its deploy role to create. It contains the project name
 * that bootstrap/ was given, which is taken from the boundary's name.
 */
function pathOf(boundary = ""): string {
  const [, project = "hanok"] = /:policy\/(.+)-bootstrap\/\1-boundary$/.exec(boundary) ?? [];
  return `/${project}/`;
}

/** Sets the path and permissions boundary of all IAM roles in a stack, which bootstrap/'s deploy role requires. */
export function rolesWithin(boundary: string | undefined): pulumi.ResourceTransformation {
  const path = pathOf(boundary);
  return ({ type, props, opts }) => {
    // unset arguments are undefined
    const within = { ...props, path: props["path"] ?? path };
    if (type === "aws:iam/policy:Policy") return { props: within, opts };
    if (type !== "aws:iam/role:Role") return undefined;
    const permissionsBoundary: unknown = props["permissionsBoundary"] ?? boundary;
    return { props: { ...within, permissionsBoundary }, opts };
  };
}
