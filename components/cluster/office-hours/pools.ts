import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createNamespace } from "../namespace.ts";
import {
  account,
  namespace,
  networkPolicies,
  poolJobs,
  type PoolJobsArgs,
  poolRules,
} from "./pool-jobs.ts";

/**
 * Makes what opens and closes the NodePools: two CronJobs in a namespace of their own, and a service account that may do that and no more.
 * @param options with the provider of the cluster
 */
export function createPoolJobs(
  name: string,
  args: PoolJobsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const space = createNamespace(
    `${name}-namespace`,
    { name: namespace, podSecurity: "restricted" },
    options,
  );
  // with the namespace go the objects in it
  const within = { ...options, dependsOn: [space], deletedWith: space };
  const serviceAccount = new kubernetes.core.v1.ServiceAccount(
    `${name}-pools`,
    { metadata: { name: account, namespace }, automountServiceAccountToken: false },
    within,
  );
  for (const [policy, spec] of Object.entries(networkPolicies)) {
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-${policy}`,
      { metadata: { name: policy, namespace }, spec },
      within,
    );
  }
  const roleName = `${namespace}-${account}`;
  const role = new kubernetes.rbac.v1.ClusterRole(
    `${name}-pools`,
    { metadata: { name: roleName }, rules: poolRules(args.nodePools) },
    options,
  );
  const binding = new kubernetes.rbac.v1.ClusterRoleBinding(
    `${name}-pools`,
    {
      metadata: { name: roleName },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
      subjects: [{ kind: "ServiceAccount", name: account, namespace }],
    },
    { ...options, dependsOn: [role, serviceAccount] },
  );
  for (const [job, spec] of Object.entries(poolJobs(args))) {
    new kubernetes.batch.v1.CronJob(
      `${name}-${job}`,
      { metadata: { name: job, namespace }, spec },
      { ...within, dependsOn: [binding] },
    );
  }
}
