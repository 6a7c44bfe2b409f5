import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document, type Statement } from "../../iam/policy-document.ts";
import { cachePrefix, type ClusterPlace, upstreams } from "./names.ts";

/** AWS's policies for a node. The network plug-in's is not among them: it has a role of its own. */
export const nodePolicies = [
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
  const policies = nodePolicies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        options,
      ),
  );
  const cache = pulumi
    .output(account)
    .apply((id) => document(cacheStatements({ ...place, account: id })));
  return {
    role,
    policies: [...policies, new RolePolicy(name, { role: role.name, policy: cache }, options)],
  };
}

/**
 * Lets a node be the first to pull an image through the cache
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html).
 */
export function cacheStatements({
  region,
  account,
  clusterName,
}: ClusterPlace): readonly Statement[] {
  return [
    {
      Sid: "FillCache",
      Effect: "Allow",
      Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      Resource: upstreams.map(
        ({ prefix }) =>
          `arn:aws:ecr:${region}:${account}:repository/${cachePrefix(clusterName, prefix)}/*`,
      ),
    },
  ];
}
