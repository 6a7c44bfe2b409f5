import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "./cluster-args.ts";

/** Access entries, with their policies as children. */
export function createAccessEntries(
  component: string,
  { accessEntries = {} }: ClusterArgs,
  cluster: Cluster,
  parent: pulumi.Resource,
): void {
  const clusterName = cluster.name;
  for (const [name, { accessPolicies = {}, username, ...given }] of Object.entries(accessEntries)) {
    const entry = new AccessEntry(
      `${component}-${name}`,
      { ...given, clusterName, userName: username },
      { parent, dependsOn: [cluster] },
    );
    for (const [policy, { policyArn, accessScope }] of Object.entries(accessPolicies)) {
      const { principalArn } = given;
      new AccessPolicyAssociation(
        `${component}-${name}-${policy}`,
        { accessScope, principalArn, policyArn, clusterName },
        { parent: entry, dependsOn: [entry] },
      );
    }
  }
}
