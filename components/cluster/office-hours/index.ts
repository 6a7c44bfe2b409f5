import type * as pulumi from "@pulumi/pulumi";
import type { ImageCaches } from "../../platform.ts";
import type { OfficeHours } from "./options.ts";
import { createSystemNodeSchedules, type SystemNodesArgs } from "./schedules.ts";
import { timetableOf } from "./timetable.ts";
import * as kubernetes from "@pulumi/kubernetes";
import { createNamespace } from "../namespace.ts";
import {
  account,
  namespace,
  networkPolicies,
  poolJobs,
  type PoolJobsArgs,
  poolRules,
} from "./pool-jobs.ts";

export interface OfficeHoursArgs extends Omit<SystemNodesArgs, "timetable"> {
  readonly hours: OfficeHours;
  /**
   * Names of all NodePools of Karpenter. Each has a `terminationGracePeriod` of at most `drainMinutes`. None sets `limits.nodes`: the
   * office hours own that field.
   */
  readonly nodePools: readonly string[];
  /** Caches that the Jobs' image comes from. @default none */
  readonly imageCaches?: ImageCaches;
  /** Provider of the cluster. */
  readonly provider: pulumi.ProviderResource;
}

/**
 * Scales the nodes of a cluster down outside office hours, and up again when they begin. To scale down, a Job sets Karpenter's NodePools
 * to zero and deletes their nodes; then the system nodes, on which Karpenter runs, are removed. To scale up, the order is reversed.
 * @param options `dependsOn` holds the NodePools; the parent has a provider for AWS
 */
export function createOfficeHours(
  name: string,
  args: OfficeHoursArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const { hours, nodePools, imageCaches, provider, ...others } = args;
  const timetable = timetableOf(hours);
  const jobs = { nodePools, timetable, timeZone: args.timeZone, imageCaches };
  createPoolJobs(name, jobs, { ...options, provider });
  createSystemNodeSchedules(name, { ...others, timetable }, options);
}

/**
 * Creates the two CronJobs that open and close the NodePools, in their own namespace. Their service account has no other permission.
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
  // deleting the namespace deletes the objects in it
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
