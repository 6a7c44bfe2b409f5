import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { text, texts } from "../values.ts";
import { types } from "./ec2/types.ts";
import { cacheTypes } from "./elasticache/common.ts";
import { replicationGroup } from "./elasticache/replication-group.ts";
import { users } from "./elasticache/users.ts";
import { vpcOfSubnets } from "./common.ts";

const subnets = {
  to: [types.subnet],
  error: "InvalidSubnet: Some input subnets in :[{value}] are invalid.",
} as const;

/** A subnet group may have one zone; Multi-AZ needs more (replication-group.ts). */
function place({ inputs }: Order, cloud: Cloud): Properties {
  const several = "The subnets of a cache subnet group must be in the same VPC";
  const refusal = new Refusal(`InvalidSubnet: ${several}`);
  return { vpcId: vpcOfSubnets(cloud, texts(inputs, "subnetIds"), refusal) };
}

export const elasticache: readonly ResourceRow[] = [
  {
    type: cacheTypes.subnetGroup,
    references: { subnetIds: subnets },
    behaviour: { create: place, update: place },
  },
  {
    type: cacheTypes.parameterGroup,
    behaviour: {
      create: ({ inputs }) => {
        const family = text(inputs, "family") ?? "";
        if (!/^(memcached1\.[456]|redis(2\.[68]|3\.2|4\.0|5\.0|6\.x|7)|valkey[789])$/.test(family))
          throw new Refusal(
            `InvalidParameterValue: CacheParameterGroupFamily ${family} is not a valid parameter group family.`,
          );
      },
    },
  },
  replicationGroup,
  ...users,
];
