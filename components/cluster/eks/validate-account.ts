import { getLogGroup } from "@pulumi/aws/cloudwatch/getLogGroup.js";
import { getLogGroups } from "@pulumi/aws/cloudwatch/getLogGroups.js";
import { getClusters } from "@pulumi/aws/eks/getClusters.js";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ValidationIssue } from "../../validation.ts";
import { controlPlaneZones, logGroupName } from "./names.ts";

/**
 * IDs of the zones without an EKS control plane: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * The letter of such a zone differs between accounts.
 */
const withoutControlPlane = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * Checks that the zones exist in the account, and that EKS accepts those of the control plane.
 * @param zones availability zones, `hanok:zones`
 */
export async function validateClusterZones(
  zones: readonly string[],
  region: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const filters = [{ name: "zone-type", values: ["availability-zone"] }];
  const { names, zoneIds } = await getAvailabilityZones({ filters }, options);
  const ids = new Map(names.map((name, index) => [name, zoneIds[index] ?? ""]));
  const refuses = (zone: string): boolean => withoutControlPlane.includes(ids.get(zone) ?? "");
  const good = names.filter((name) => !refuses(name) && !zones.includes(name));
  return zones.flatMap((zone, index): ValidationIssue[] => {
    const issue = { key: `hanok:zones[${index}]`, value: zone };
    if (!ids.has(zone)) {
      const problem = `is not a zone of ${region} in this account`;
      return [{ ...issue, problem, remedy: `Write another one: ${names.join(", ")}.` }];
    }
    if (index >= controlPlaneZones || !refuses(zone)) return [];
    const problem = `is ${ids.get(zone)}, where EKS has no control plane`;
    const others = good.length === 0 ? "" : ` The region also has ${good.join(", ")}.`;
    const remedy = `Write it third or later: the first ${controlPlaneZones} zones hold the control plane.${others}`;
    return [{ ...issue, problem, remedy }];
  });
}

/**
 * Checks that no log group of a destroyed cluster blocks the next one. EKS writes the last lines of a control plane after its
 * deletion, and its service-linked role then creates the log group again, without a retention. Pulumi can neither create nor
 * import it: an import requires the same retention, key and tags.
 * @param tag key of a tag that all log groups of the stack have
 */
export async function validateLogGroup(
  { clusterName, region, tag }: Readonly<Record<"clusterName" | "region" | "tag", string>>,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const name = logGroupName(clusterName);
  const { logGroupNames } = await getLogGroups({ logGroupNamePrefix: name }, options);
  if (!logGroupNames.includes(name)) return [];
  // an interrupted run may have created the group without the cluster
  const [{ tags }, clusters] = await Promise.all([
    getLogGroup({ name }, options),
    getClusters({}, options),
  ]);
  if (tag in tags || clusters.names.includes(clusterName)) return [];
  const command = `aws logs delete-log-group --region ${region} --log-group-name ${name}`;
  return [
    {
      key: "hanok:cluster.logs",
      value: name,
      problem: "is a log group that EKS made again after the last destroy, and it has no retention",
      remedy: `Save its lines if you need them, then run: ${command}.`,
    },
  ];
}
