import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document, type Statement } from "../../iam/policy-document.ts";
import type { AwsContext } from "../control-plane.ts";
import { cachePrefix, upstreams } from "../eks/names.ts";
import { nodeRole } from "./permissions.ts";

/**
 * Policies that a node needs (https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html), and Session Manager instead of SSH.
 * The CNI gets its permissions by Pod Identity, so the other pods of a node do not share them.
 */
export const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

/**
 * Creates the role of Karpenter's nodes, its instance profile, and the access entry with which these nodes may join the cluster.
 * @returns resources that must exist as long as any node exists
 */
export function createNodeRole(
  name: string,
  aws: AwsContext,
  options: pulumi.CustomResourceOptions,
  ready: readonly pulumi.Resource[],
): readonly pulumi.Resource[] {
  const { clusterName } = aws;
  const role = new Role(
    name,
    {
      name: nodeRole(clusterName),
      description: `Nodes that Karpenter makes for ${clusterName}`,
      assumeRolePolicy: document([assumedBy("ec2.amazonaws.com")]),
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
  const cache = new RolePolicy(
    name,
    { role: role.name, policy: document([fillsCache(aws)]) },
    options,
  );
  const profile = new InstanceProfile(
    name,
    { name: nodeRole(clusterName), role: role.name },
    options,
  );
  // the cluster's name is not an output here, so `dependsOn` must state that the cluster has to exist
  const entry = new AccessEntry(
    name,
    { clusterName, principalArn: role.arn, type: "EC2_LINUX" },
    pulumi.mergeOptions(options, { dependsOn: [...ready] }),
  );
  return [...policies, cache, profile, entry];
}

/**
 * Lets a node pull an image that is not yet in the cluster's cache
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html). The cache's prefixes are shortened for a long
 * cluster name.
 */
export function fillsCache({ region, clusterName }: AwsContext): Statement {
  return {
    Sid: "FillCache",
    Effect: "Allow",
    Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
    Resource: upstreams.map(
      ({ prefix }) => `arn:aws:ecr:${region}:*:repository/${cachePrefix(clusterName, prefix)}/*`,
    ),
  };
}
