import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { putInterface, vpcIdOf, zoneOf } from "./address.ts";
import { hasGateway } from "./gateway.ts";
import { types } from "./types.ts";

/** Maximum number of gateways in a zone, https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const mostInZone = 5;

export const natGateway: ResourceRow = {
  type: types.nat,
  defaults: { availabilityMode: "zonal" },
  behaviour: {
    check: (inputs) => {
      const isPublic = inputs["connectivityType"] !== "private";
      if (!isPublic && inputs["allocationId"] !== undefined)
        return [
          { property: "allocationId", reason: 'not supported with connectivityType "private"' },
        ];
      return [];
    },
    create: ({ inputs, id, digits, type }, cloud) => {
      const subnetId = text(inputs, "subnetId");
      if (subnetId === undefined) return undefined; // a regional one, which has no subnet
      const allocationId = text(inputs, "allocationId");
      const isPublic = inputs["connectivityType"] !== "private";
      if (isPublic && allocationId === undefined)
        throw new Refusal(
          "MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.",
        );
      const vpcId = vpcIdOf(cloud, subnetId);
      if (isPublic && !hasGateway(vpcId ?? "", cloud))
        throw new Refusal(`Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`);
      const others = cloud.list(type);
      if (
        allocationId !== undefined &&
        others.some((one) => one.properties["allocationId"] === allocationId)
      )
        throw new Refusal(
          `Resource.AlreadyAssociated: Elastic IP address [${allocationId}] is already associated`,
        );
      const zone = zoneOf(cloud.find(types.subnet, subnetId));
      const inZone = others.filter(
        ({ properties }) =>
          zoneOf(cloud.find(types.subnet, text(properties, "subnetId") ?? "")) === zone,
      );
      if (inZone.length >= mostInZone)
        throw new Refusal(
          "NatGatewayLimitExceeded: The maximum number of NAT Gateways has been reached.",
        );
      const networkInterfaceId = `eni-0${digits("interface").slice(0, 16)}`;
      const wanted = text(inputs, "privateIp");
      return {
        networkInterfaceId,
        privateIp: putInterface(cloud, id, networkInterfaceId, { subnetId, wanted }),
        vpcId,
        ...(allocationId === undefined
          ? {}
          : {
              associationId: `eipassoc-0${digits("association").slice(0, 16)}`,
              publicIp: cloud.find(types.eip, allocationId)?.properties["publicIp"],
            }),
      };
    },
  },
};
