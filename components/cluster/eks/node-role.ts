import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document, type Statement } from "../../iam/policy-document.ts";
import { cachePrefix, type ClusterPlace, upstreams } from "./names.ts";

/**
 * Policies that a node needs (https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html), and Session Manager instead of SSH.
 * The CNI gets its permissions by Pod Identity, so the other pods of a node do not share them.
 */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

/** Makes the role of the system nodes. EKS gives it its access entry along with the group. */
export function createNodeRole(
  name: string,
  { account, ...place }: Omit<ClusterPlace, "account"> & { readonly account: pulumi.Input<string> },
  options: pulumi.CustomResourceOptions,
): { readonly role: Role; readonly policies: readonly pulumi.Resource[] } {
  const role = new Role(
    name,
    {
      description: `System nodes of ${place.clusterName}`,
      assumeRolePolicy: document([assumedBy("ec2.amazonaws.com")]),
      tags: { Name: name },
    },
    options,
  );
  const policies = attachNodePolicies(name, role, options);
  const cache = pulumi
    .output(account)
    .apply((id) => document([fillsCache({ ...place, account: id })]));
  return {
    role,
    policies: [...policies, new RolePolicy(name, { role: role.name, policy: cache }, options)],
  };
}

/** Attaches AWS's policies for a node to the role of a kind of nodes. */
export function attachNodePolicies(
  name: string,
  role: Role,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return nodePolicies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        options,
      ),
  );
}

/**
 * Lets a node pull an image that is not yet in the cluster's cache
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html). The cache's prefixes are shortened for a long
 * cluster name.
 * @param place with `*` as its account, the statement is the same in any account
 */
export function fillsCache({ region, account, clusterName }: ClusterPlace): Statement {
  return {
    Sid: "FillCache",
    Effect: "Allow",
    Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
    Resource: upstreams.map(
      ({ prefix }) =>
        `arn:aws:ecr:${region}:${account}:repository/${cachePrefix(clusterName, prefix)}/*`,
    ),
  };
}
