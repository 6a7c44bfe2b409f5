import { blockOf } from "../../cidr.ts";
import { zoneId } from "../../facts.ts";
import type { Cloud, CloudRecord } from "../../model.ts";
import { types } from "../../services/ec2/types.ts";
import { flag, text } from "../../values.ts";
import { type Filterable, passes } from "../filters.ts";
import type { Actions } from "../model.ts";
import { tagSet } from "../tags.ts";

const subnetFilters: Filterable = {
  "subnet-id": (of) => of["id"],
  "vpc-id": (of) => of["vpcId"],
  "availability-zone": (of) => of["availabilityZone"],
  state: () => "available",
};
const groupFilters: Filterable = {
  "group-id": (of) => of["id"],
  "group-name": (of) => of["name"],
  "vpc-id": (of) => of["vpcId"],
};

/** Subnets and security groups. */
export const network: Actions = {
  DescribeSubnets: {
    takes: ["Filter", "MaxResults"],
    act: ({ input, cloud }) => ({
      subnetSet: cloud
        .list(types.subnet)
        .filter(({ id, properties }) => passes(input, { ...properties, id }, subnetFilters))
        .map((subnet) => subnetOf(subnet, cloud)),
    }),
  },
  DescribeSecurityGroups: {
    takes: ["Filter", "MaxResults"],
    act: ({ input, cloud }) => ({
      securityGroupInfo: cloud
        .list(types.group)
        .filter(({ id, properties }) => passes(input, { ...properties, id }, groupFilters))
        .map(({ id, properties }) => ({
          ownerId: cloud.account,
          groupId: id,
          groupName: text(properties, "name"),
          groupDescription: text(properties, "description") ?? "",
          vpcId: text(properties, "vpcId"),
          tagSet: tagSet(properties),
        })),
    }),
  },
};

function subnetOf({ id, properties }: CloudRecord, cloud: Cloud): object {
  const zone = text(properties, "availabilityZone") ?? "";
  const size = blockOf(text(properties, "cidrBlock") ?? "")?.size ?? 0;
  const taken = cloud.where(types.interface, { subnetId: id }).length;
  return {
    subnetId: id,
    state: "available",
    vpcId: text(properties, "vpcId"),
    cidrBlock: text(properties, "cidrBlock"),
    // AWS reserves five addresses
    availableIpAddressCount: Math.max(size - 5 - taken, 0),
    availabilityZone: zone,
    availabilityZoneId: zoneId(zone),
    mapPublicIpOnLaunch: flag(properties, "mapPublicIpOnLaunch"),
    ownerId: cloud.account,
    tagSet: tagSet(properties),
  };
}
