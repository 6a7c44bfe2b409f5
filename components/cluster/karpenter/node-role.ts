import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document } from "../../iam/policy-document.ts";
import type { AwsContext } from "../control-plane.ts";
import { attachNodePolicies, fillsCache } from "../eks/node-role.ts";
import { nodeRole } from "./permissions.ts";

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
  const policies = attachNodePolicies(name, role, options);
  const cache = new RolePolicy(
    name,
    { role: role.name, policy: document([fillsCache({ ...aws, account: "*" })]) },
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
