import { getClusters } from "@pulumi/aws/eks/getClusters.js";
import { getNodeGroup } from "@pulumi/aws/eks/getNodeGroup.js";
import { getNodeGroups } from "@pulumi/aws/eks/getNodeGroups.js";
import * as pulumi from "@pulumi/pulumi";
import { type Fault, faultLine, refuse } from "../../fault.ts";

/** A cluster by its name, which is known before it is there. */
export interface SleeperArgs {
  readonly clusterName: string;
  /** System nodes by day. */
  readonly count: number;
}

/**
 * Refuses an update of a cluster that sleeps, before anything is changed: each pod that it waits for would wait for a node, until it times
 * out. A preview waits for no pod, and only says so. A cluster that is not there yet does not sleep.
 * @param options with the provider of the account
 * @throws Faults when no system node group shall have a node
 */
export async function refuseAsleep(
  args: SleeperArgs,
  options: pulumi.InvokeOptions,
): Promise<void> {
  const groups = await systemGroups(args.clusterName, options);
  const [group] = groups;
  if (group === undefined || groups.some(({ size }) => size > 0)) return;
  const fault = asleep(args, group.name);
  if (!pulumi.runtime.isDryRun()) refuse([fault]);
  else await pulumi.log.warn(faultLine(fault));
}

interface Group {
  readonly name: string;
  /** Nodes that it shall have. */
  readonly size: number;
}

/** The cluster's groups of system nodes: one, or two while one takes the other's place. EKS knows their names, and asks for one that is there. */
async function systemGroups(
  clusterName: string,
  options: pulumi.InvokeOptions,
): Promise<readonly Group[]> {
  const clusters = await getClusters({}, options);
  if (!clusters.names.includes(clusterName)) return [];
  const { names } = await getNodeGroups({ clusterName }, options);
  const found = await Promise.all(
    names.map((nodeGroupName) => getNodeGroup({ clusterName, nodeGroupName }, options)),
  );
  return found.flatMap(({ nodeGroupName: name, labels, scalingConfigs }) => {
    const [scaling] = scalingConfigs;
    const isSystem = labels["hanok.dev/pool"] === "system";
    return isSystem && scaling !== undefined ? [{ name, size: scaling.desiredSize }] : [];
  });
}

function asleep({ clusterName, count }: SleeperArgs, group: string): Fault {
  const wake = `aws eks update-nodegroup-config --cluster-name ${clusterName} --nodegroup-name ${group} --scaling-config minSize=0,desiredSize=${count}`;
  return {
    key: "hanok:hours",
    value: undefined,
    problem: `the cluster ${clusterName} sleeps: its node group ${group} has no node, and an update would wait for one until it times out`,
    remedy: `Wait for the morning, or wake it as docs/runbooks/office-hours.md says, beginning with: ${wake}`,
  };
}
