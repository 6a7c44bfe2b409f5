import type { Invoke } from "../model.ts";
import { eksTypes } from "../services/eks/types.ts";
import { object, text } from "../values.ts";

/** EKS clusters by name, and their node groups. */
export const nodeGroups: Readonly<Record<string, Invoke>> = {
  "aws:eks/getClusters:getClusters": (args, cloud) => ({
    ...args,
    id: cloud.region,
    region: cloud.region,
    names: cloud.list(eksTypes.cluster).flatMap(({ properties }) => text(properties, "name") ?? []),
  }),
  "aws:eks/getNodeGroups:getNodeGroups": (args, cloud) => {
    const clusterName = text(args, "clusterName") ?? "";
    if (cloud.find(eksTypes.cluster, clusterName) === undefined)
      throw new Error(
        `listing EKS Node Groups: ResourceNotFoundException: No cluster found for name: ${clusterName}.`,
      );
    const names = cloud
      .list(eksTypes.nodeGroup)
      .map(({ id }) => id.split(":"))
      .flatMap(([cluster, group = ""]) => (cluster === clusterName ? [group] : []));
    return { ...args, id: clusterName, region: cloud.region, names };
  },
  "aws:eks/getNodeGroup:getNodeGroup": (args, cloud) => {
    const name = `${text(args, "clusterName") ?? ""}:${text(args, "nodeGroupName") ?? ""}`;
    const found = cloud.find(eksTypes.nodeGroup, name);
    if (found === undefined)
      throw new Error(
        `reading EKS Node Group (${name}): ResourceNotFoundException: No node group found for name: ${text(args, "nodeGroupName") ?? ""}.`,
      );
    return {
      ...args,
      ...found.properties,
      id: name,
      labels: object(found.properties, "labels"),
      scalingConfigs: [object(found.properties, "scalingConfig")],
    };
  },
};
