import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { types } from "../ec2/types.ts";
import { vpcOfSubnets, zonesOfSubnets } from "../common.ts";
import { rdsTypes } from "./types.ts";

const subnets = {
  to: [types.subnet],
  error: "InvalidParameterValue: Some input subnets in :[{value}] are invalid.",
} as const;

function place({ inputs }: Order, cloud: Cloud): Properties {
  const ids = texts(inputs, "subnetIds");
  const several = new Refusal("InvalidSubnet: The Subnets must all be in the same VPC.");
  const vpcId = vpcOfSubnets(cloud, ids, several);
  const zones = zonesOfSubnets(cloud, ids);
  if (zones.length < 2)
    throw new Refusal(
      `DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`,
    );
  return { vpcId, supportedNetworkTypes: ["IPV4"] };
}

/** DocumentDB's subnet groups are RDS's, with the same names. */
export function subnetGroupRow(type: string): ResourceRow {
  return {
    type,
    references: { subnetIds: subnets },
    behaviour: {
      check: ({ name }) =>
        name === "default" ? [{ property: "name", reason: 'cannot be "default"' }] : [],
      create: place,
      update: place,
    },
  };
}

/** Parameter groups of instances and clusters, of RDS and DocumentDB. */
export function parameterGroupRow(type: string): ResourceRow {
  return {
    type,
    behaviour: {
      create: ({ inputs }) => {
        const family = text(inputs, "family") ?? "";
        if (
          !/^(aurora-)?(postgres(ql)?|mysql|mariadb|docdb)[\d.]+$|^(oracle|sqlserver|db2|neptune)/.test(
            family,
          )
        )
          throw new Refusal(
            `InvalidParameterValue: ParameterGroupFamily ${family} is not a valid parameter group family`,
          );
      },
    },
  };
}

export const rdsGroups: readonly ResourceRow[] = [
  subnetGroupRow(rdsTypes.subnetGroup),
  parameterGroupRow(rdsTypes.parameterGroup),
  parameterGroupRow(rdsTypes.clusterParameterGroup),
];
