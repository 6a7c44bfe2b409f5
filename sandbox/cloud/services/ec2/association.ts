import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { vpcIdOf } from "./address.ts";
import { types } from "./types.ts";

/** The route table of a subnet, or the default one of a VPC. */
export const associations: readonly ResourceRow[] = [
  {
    type: types.association,
    deleteBeforeReplace: true,
    references: {
      subnetId: {
        to: [types.subnet],
        error: "InvalidSubnetID.NotFound: The subnet ID '{value}' does not exist",
        onDelete: "cascade",
      },
    },
    behaviour: {
      create: (order, cloud) => {
        admitNetwork(order, cloud);
        admitOnce(order, cloud);
      },
      update: (order, cloud) => {
        admitNetwork(order, cloud);
      },
    },
  },
];

function admitNetwork({ inputs }: Order, cloud: Cloud): void {
  const tableId = text(inputs, "routeTableId") ?? "";
  const subnetId = text(inputs, "subnetId");
  if (subnetId === undefined) return;
  const table = cloud.find(types.table, tableId);
  if (table?.properties["vpcId"] !== vpcIdOf(cloud, subnetId))
    throw new Refusal(
      `InvalidParameterValue: Route table ${tableId} and subnet ${subnetId} belong to different networks`,
    );
}

function admitOnce({ type, inputs }: Order, cloud: Cloud): void {
  const subnetId = text(inputs, "subnetId");
  const other = cloud
    .list(type)
    .find(({ properties }) => subnetId !== undefined && properties["subnetId"] === subnetId);
  if (other !== undefined)
    throw new Refusal(
      `Resource.AlreadyAssociated: the specified association for route table ${text(inputs, "routeTableId")} conflicts with an existing association`,
    );
}
