import type { Cloud, CloudRecord, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { types } from "./types.ts";

/** The VPC of an internet gateway, from its own input or an attachment. */
export function vpcOf(gateway: CloudRecord, cloud: Cloud): string | undefined {
  const attachment = cloud.where(types.gatewayAttachment, { internetGatewayId: gateway.id })[0];
  return text(gateway.properties, "vpcId") ?? text(attachment?.properties ?? {}, "vpcId");
}

export function hasGateway(vpcId: string, cloud: Cloud): boolean {
  return cloud.list(types.gateway).some((gateway) => vpcOf(gateway, cloud) === vpcId);
}

function attach(vpcId: string | undefined, cloud: Cloud, own?: string): void {
  const taken = cloud
    .list(types.gateway)
    .some((gateway) => gateway.id !== own && vpcOf(gateway, cloud) === vpcId);
  if (vpcId !== undefined && taken)
    throw new Refusal(
      `InvalidParameterValue: Network ${vpcId} already has an internet gateway attached`,
      "AttachInternetGateway",
    );
}

/** A gateway can be deleted only if its VPC uses no public address. */
function detach(vpcId: string | undefined, cloud: Cloud): void {
  const subnets = new Set(cloud.where(types.subnet, { vpcId }).map(({ id }) => id));
  const mapped = [types.nat, types.instance, types.interface]
    .flatMap((type) => cloud.list(type))
    .some(
      ({ properties }) =>
        subnets.has(text(properties, "subnetId") ?? "") && text(properties, "publicIp"),
    );
  if (mapped)
    throw new Refusal(
      `DependencyViolation: Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      "DetachInternetGateway",
    );
}

export const internetGateways: readonly ResourceRow[] = [
  {
    type: types.gateway,
    behaviour: {
      create: ({ inputs }, cloud) => {
        attach(text(inputs, "vpcId"), cloud);
      },
      update: ({ inputs, id }, cloud, before) => {
        const vpcId = text(inputs, "vpcId");
        if (vpcId !== text(before.properties, "vpcId")) {
          detach(text(before.properties, "vpcId"), cloud);
          attach(vpcId, cloud, id);
        }
      },
      remove: (record, cloud) => detach(text(record.properties, "vpcId"), cloud),
    },
  },
  {
    type: types.gatewayAttachment,
    references: {
      internetGatewayId: {
        to: [types.gateway],
        error: "InvalidInternetGatewayID.NotFound: The internetGateway ID '{value}' does not exist",
      },
    },
    behaviour: {
      create: ({ inputs }, cloud) => {
        attach(text(inputs, "vpcId"), cloud);
      },
      remove: ({ properties }, cloud) => detach(text(properties, "vpcId"), cloud),
    },
  },
];
