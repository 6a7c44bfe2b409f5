import { getClusters } from "@pulumi/aws/eks/getClusters.js";
import { getNodeGroup } from "@pulumi/aws/eks/getNodeGroup.js";
import { getNodeGroups } from "@pulumi/aws/eks/getNodeGroups.js";
import * as pulumi from "@pulumi/pulumi";
import { type ValidationIssue, issueLine, throwIfInvalid } from "../../validation.ts";
import { poolLabel, systemLabel } from "../system-nodes.ts";
import { isSince, systemNodesMinutes, timetableOf } from "./timetable.ts";
import type { OfficeHoursSetting } from "./options.ts";

/** A cluster by its name, which is known before the cluster exists. */
export interface ScaledDownArgs {
  readonly clusterName: string;
  /** System nodes during office hours. */
  readonly count: number;
  readonly hours: OfficeHoursSetting;
  /** IANA time zone. */
  readonly timeZone: string;
  /** @default now */
  readonly at?: Date;
}

/**
 * Refuses an update of a cluster that is scaled down or scaling down, before anything changes. Otherwise each pod of the update would
 * wait for a node until the update times out. A preview does not wait for pods, so it only warns. A cluster that does not exist yet is
 * not refused. The check also runs when the hours are `always`, because they may have been different at the last update.
 * @param options with the provider of the account
 * @throws ValidationError when no system node group has a desired size above 0, or when the scale-down has begun
 */
export async function throwIfScaledDown(
  args: ScaledDownArgs,
  options: pulumi.InvokeOptions,
): Promise<void> {
  const groups = await systemGroups(args.clusterName, options);
  const [group] = groups;
  if (group === undefined) return;
  const isUp = groups.some(({ size }) => size > 0);
  if (isUp && !isScalingDown(args)) return;
  const issue = isUp ? scalingDown(args) : scaledDown(args, group.name);
  if (!pulumi.runtime.isDryRun()) throwIfInvalid([issue]);
  else await pulumi.log.warn(issueLine(issue));
}

interface Group {
  readonly name: string;
  /** Desired number of nodes. */
  readonly size: number;
}

/** The cluster's system node groups: one, or two during a replacement. Their names come from EKS, which must know the cluster. */
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
    const isSystem = labels[poolLabel] === systemLabel[poolLabel];
    return isSystem && scaling !== undefined ? [{ name, size: scaling.desiredSize }] : [];
  });
}

/** True from the start of the scale-down until the system nodes are removed. */
function isScalingDown({ hours, timeZone, at = new Date() }: ScaledDownArgs): boolean {
  return (
    hours !== "always" && isSince(timetableOf(hours).scaleDown, systemNodesMinutes, at, timeZone)
  );
}

function scalingDown({ clusterName, hours }: ScaledDownArgs): ValidationIssue {
  return {
    key: "hanok:hours",
    value: hours,
    problem: `cluster ${clusterName} is scaling down: its nodes are being removed, and an update would time out waiting for new ones`,
    remedy: `Wait for the next office hours, or wait ${systemNodesMinutes} minutes and scale it up (docs/runbooks/office-hours.md).`,
  };
}

function scaledDown({ clusterName, count }: ScaledDownArgs, group: string): ValidationIssue {
  const scaleUp = `aws eks update-nodegroup-config --cluster-name ${clusterName} --nodegroup-name ${group} --scaling-config minSize=0,desiredSize=${count}`;
  return {
    key: "hanok:hours",
    value: undefined,
    problem: `cluster ${clusterName} is scaled down: its node group ${group} has no node, and an update would time out waiting for one`,
    remedy: `Wait for the next office hours, or scale it up (docs/runbooks/office-hours.md), starting with: ${scaleUp}`,
  };
}
