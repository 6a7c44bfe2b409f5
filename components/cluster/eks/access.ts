import { createHash } from "node:crypto";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import type { EksOptions } from "./options.ts";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";

/** AWS's own policies: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const policies = {
  admin: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
  // Kubernetes' role `view`: no Secrets or custom resources, which a preview does not need (docs/guides/cluster.md, "Who previews")
  viewer: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
} as const;

/** A principal and its permissions in the whole cluster. */
export interface Access {
  /** Stable name of the resources: a principal has one entry, whatever its permissions are. */
  readonly name: string;
  readonly principalArn: string;
  readonly policyArn: string;
}

/** Principals and their permissions, as a table. */
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
 * Creates the access entries as separate resources: one of these principals deletes the cluster's objects, so the objects
 * depend on them, and children of a remote component cannot be dependencies.
 * @returns resources that must exist while the API is used
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
 * Opens the private endpoint to the VPC and connected networks. EKS's security group only admits nodes, and inside the VPC the
 * API's name resolves to the private endpoint, so a deployment there or through a VPN would time out
 * (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html). Access entries still control permissions.
 * @param args `networks` in CIDR notation, without duplicates
 * @returns resources that must exist while the API is used
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
