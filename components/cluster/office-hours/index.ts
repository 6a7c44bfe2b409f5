import type * as pulumi from "@pulumi/pulumi";
import type { OfficeHours } from "./options.ts";
import { createPoolJobs } from "./pools.ts";
import { createSystemNodeSchedules, type SystemNodesArgs } from "./system-nodes.ts";
import { timetableOf } from "./timetable.ts";

export interface HoursArgs extends Omit<SystemNodesArgs, "timetable"> {
  readonly hours: OfficeHours;
  /**
   * Names of Karpenter's NodePools, all of them. Each has a `terminationGracePeriod` of `drainMinutes`, and no `limits.nodes`: that field
   * is the hours'.
   */
  readonly nodePools: readonly string[];
  /** Provider of the cluster. */
  readonly provider: pulumi.ProviderResource;
}

/**
 * Lets the nodes of a cluster go at night and on days off, and come again in the morning. At night Karpenter's NodePools go to zero and
 * their nodes end, then the system nodes go, on which Karpenter runs; in the morning it is the other way round.
 * @param options after what; the parent has a provider for AWS, and the NodePools are there
 */
export function createHours(
  name: string,
  args: HoursArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const { hours, nodePools, provider, ...others } = args;
  const timetable = timetableOf(hours);
  createPoolJobs(name, { nodePools, timetable, timeZone: args.timeZone }, { ...options, provider });
  createSystemNodeSchedules(name, { ...others, timetable }, options);
}
