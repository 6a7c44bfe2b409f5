import { createHash } from "node:crypto";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import type { EksOptions } from "./options.ts";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";

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

/**
 * Opens the private endpoint to the VPC and what is joined with it. The group that EKS makes lets nobody in but the nodes, which carry it;
 * and inside the VPC the API's name leads to the private endpoint alone, so a deployment there, or who comes by a VPN, would time out
 * (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html). Who may do what is still a matter of access entries.
 * @param args `networks` in CIDR notation, each once
 * @returns what has to stay as long as the API is used
 */
export function createPrivateAccess(
  name: string,
  args: { readonly securityGroupId: pulumi.Input<string>; readonly networks: readonly string[] },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { securityGroupId, networks } = args;
  return networks.map((cidrIpv4) => {
    const own = `${name}-api-${cidrIpv4.replace(/[./]/g, "-")}`;
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const description = "Private endpoint of the API";
    const rule = { securityGroupId, cidrIpv4, ...https, description, tags: { Name: own } };
    return new SecurityGroupIngressRule(own, rule, options);
  });
}
