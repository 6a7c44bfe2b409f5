import { getClusters } from "@pulumi/aws/eks/getClusters.js";
import { getNodeGroup } from "@pulumi/aws/eks/getNodeGroup.js";
import { getNodeGroups } from "@pulumi/aws/eks/getNodeGroups.js";
import * as pulumi from "@pulumi/pulumi";
import { type Fault, faultLine, refuse } from "../../fault.ts";

/** A cluster by the names of its parts, which are known before they are there. */
export interface SleeperArgs {
  readonly clusterName: string;
  /** The system node group. */
  readonly nodeGroupName: string;
  /** Nodes by day. */
  readonly size: number;
}

/**
 * Refuses an update of a cluster that sleeps, before anything is changed: each pod that it waits for would wait for a node, until it times
 * out. A preview waits for no pod, and only says so. A cluster that is not there yet does not sleep.
 * @param options with the provider of the account
 * @throws Faults when the system node group is there and shall have no node
 */
export async function refuseAsleep(
  args: SleeperArgs,
  options: pulumi.InvokeOptions,
): Promise<void> {
  if ((await nodesOf(args, options)) !== 0) return;
  const fault = asleep(args);
  if (!pulumi.runtime.isDryRun()) refuse([fault]);
  else await pulumi.log.warn(faultLine(fault));
}

/** How many system nodes there shall be; undefined where there is no such group. */
async function nodesOf(
  { clusterName, nodeGroupName }: SleeperArgs,
  options: pulumi.InvokeOptions,
): Promise<number | undefined> {
  const clusters = await getClusters({}, options);
  if (!clusters.names.includes(clusterName)) return undefined;
  const groups = await getNodeGroups({ clusterName }, options);
  if (!groups.names.includes(nodeGroupName)) return undefined;
  const { scalingConfigs } = await getNodeGroup({ clusterName, nodeGroupName }, options);
  return scalingConfigs[0]?.desiredSize;
}

function asleep({ clusterName, nodeGroupName, size }: SleeperArgs): Fault {
  const wake = `aws eks update-nodegroup-config --cluster-name ${clusterName} --nodegroup-name ${nodeGroupName} --scaling-config minSize=0,desiredSize=${size}`;
  return {
    key: "hanok:hours",
    value: undefined,
    problem: `the cluster ${clusterName} sleeps: its node group ${nodeGroupName} has no node, and an update would wait for one until it times out`,
    remedy: `Wait for the morning, or wake it as docs/runbooks/office-hours.md says: ${wake}`,
  };
}
