import { createHash } from "node:crypto";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import type { EksOptions } from "./options.ts";

/** AWS's own policies: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const policies = {
  admin: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
  // Kubernetes' `view`: neither Secrets nor custom resources, and a preview needs none of them; docs/guides/cluster.md, "Who previews"
  viewer: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
} as const;

/** One principal and what it may do in the whole cluster. */
export interface Access {
  /** Of the resources: the same as long as it is the same principal, which has one entry whatever it may do. */
  readonly name: string;
  readonly principalArn: string;
  readonly policyArn: string;
}

/** Who may do what, as a table. */
export function accessOf({
  admins,
  viewers,
}: Pick<EksOptions, "admins" | "viewers">): readonly Access[] {
  const of = (kind: keyof typeof policies, principals: readonly string[]): readonly Access[] =>
    principals.map((principalArn) => {
      const hash = createHash("sha256").update(principalArn).digest("hex").slice(0, 6);
      const role = principalArn
        .split("/")
        .at(-1)
        ?.replace(/[^\w-]/g, "-");
      return { name: `access-${role}-${hash}`, principalArn, policyArn: policies[kind] };
    });
  return [...of("admin", admins), ...of("viewer", viewers)];
}

/**
 * Makes the access entries. They are no arguments of @pulumi/eks's component: what is in the cluster is deleted by one of these
 * principals, so it depends on these resources, and of a remote component's children nobody can depend on.
 * @returns what has to stay as long as the API is used
 */
export function createAccess(
  name: string,
  args: Pick<EksOptions, "admins" | "viewers"> & { readonly clusterName: pulumi.Input<string> },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return accessOf(args).flatMap(({ name: access, principalArn, policyArn }) => {
    const { clusterName } = args;
    const entry = new AccessEntry(
      `${name}-${access}`,
      { clusterName, principalArn, type: "STANDARD" },
      options,
    );
    const association = new AccessPolicyAssociation(
      `${name}-${access}`,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn,
        accessScope: { type: "cluster" },
      },
      options,
    );
    return [entry, association];
  });
}
