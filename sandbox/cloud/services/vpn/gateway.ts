import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { types } from "../ec2/types.ts";

const gatewayType = "aws:ec2/vpnGateway:VpnGateway";
const attachmentType = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment";

const ofGateway = {
  to: [gatewayType],
  error: "InvalidVpnGatewayID.NotFound: The vpnGateway ID '{value}' does not exist",
} as const;

const gateway: ResourceRow = {
  type: gatewayType,
  defaults: { amazonSideAsn: "64512" },
  behaviour: { create: admitAttachment, update: admitAttachment },
};

const attachment: ResourceRow = {
  type: attachmentType,
  references: { vpnGatewayId: ofGateway },
  behaviour: { create: admitAttachment },
};

/** A VPC has at most one gateway, and a gateway at most one VPC. */
function admitAttachment({ id, inputs }: Order, cloud: Cloud): undefined {
  const vpc = text(inputs, "vpcId");
  if (vpc === undefined) return;
  const own = text(inputs, "vpnGatewayId") ?? id;
  for (const [of, to] of attached(cloud)) {
    if (of === own && to === vpc && inputs["vpnGatewayId"] === undefined) continue;
    if (of === own || to === vpc)
      throw new Refusal(
        `VpnGatewayAttachmentLimitExceeded: The maximum number of attachments has been reached: ${of} is attached to ${to}`,
      );
  }
}

function attached(cloud: Cloud): readonly (readonly [gateway: string, vpc: string])[] {
  const own = cloud
    .list(gatewayType)
    .map(({ id, properties }) => [id, properties["vpcId"]] as const);
  const apart = cloud
    .list(attachmentType)
    .map(
      ({ properties }) => [text(properties, "vpnGatewayId") ?? "", properties["vpcId"]] as const,
    );
  return [...own, ...apart].flatMap(([of, to]) =>
    typeof to === "string" && to !== "" ? [[of, to] as const] : [],
  );
}

const propagation: ResourceRow = {
  type: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
  references: {
    vpnGatewayId: { ...ofGateway, onDelete: "cascade" },
    routeTableId: {
      to: [types.table],
      error: "InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist",
      onDelete: "cascade",
    },
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const id = text(inputs, "vpnGatewayId") ?? "";
      const table = cloud.find(types.table, text(inputs, "routeTableId") ?? "");
      const vpc = text(table?.properties ?? {}, "vpcId");
      if (!attached(cloud).some(([of, to]) => of === id && to === vpc))
        throw new Refusal(`Gateway.NotAttached: resource ${id} is not attached to network ${vpc}`);
    },
  },
};

export const gateways: readonly ResourceRow[] = [gateway, attachment, propagation];
