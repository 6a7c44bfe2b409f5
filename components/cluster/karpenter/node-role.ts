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
 * What a node needs (https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html), and Session Manager in place of SSH. The CNI
 * has its rights by Pod Identity, and so not every pod of a node by the node's.
 */
export const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

/**
 * Makes the role of Karpenter's nodes, the profile by which an instance takes it, and the access entry by which the cluster lets such a node join.
 * @returns what must be there as long as a node is
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
  // its name is no output of the cluster, so nothing else says that the cluster must be there
  const entry = new AccessEntry(
    name,
    { clusterName, principalArn: role.arn, type: "EC2_LINUX" },
    pulumi.mergeOptions(options, { dependsOn: [...ready] }),
  );
  return [...policies, cache, profile, entry];
}

/**
 * Lets a node be the first to pull an image through the cluster's cache, whose prefixes are shortened where the cluster's name is long
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html).
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
