import { blockOf, contains } from "../../cidr.ts";
import type { Cloud, Properties, Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { reference } from "../../resource/references.ts";
import { objects, text } from "../../values.ts";
import { vpcOf } from "./gateway.ts";
import { types } from "./types.ts";

const destinations = [
  "destinationCidrBlock",
  "destinationIpv6CidrBlock",
  "destinationPrefixListId",
];
/** A route whose target is deleted becomes a black hole; it does not block the deletion. */
const target = (to: readonly string[], what: string, code: string): Reference =>
  reference(to, `${code}: The ${what} ID '{value}' does not exist`, { onDelete: "ignore" });
const gateway = target(
  [types.gateway, "aws:ec2/vpnGateway:VpnGateway"],
  "gateway",
  "InvalidGatewayID.NotFound",
);
const nat = target([types.nat], "nat gateway", "InvalidNatGatewayID.NotFound");
const networkInterface = target(
  [types.interface],
  "networkInterface",
  "InvalidNetworkInterfaceID.NotFound",
);
const transit = target(
  ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  "transitGateway",
  "InvalidTransitGatewayID.NotFound",
);

export const route: ResourceRow = {
  type: types.route,
  references: {
    routeTableId: {
      to: [types.table],
      error: "InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist",
      onDelete: "cascade",
    },
    gatewayId: gateway,
    natGatewayId: nat,
    networkInterfaceId: networkInterface,
    transitGatewayId: transit,
  },
  deleteBeforeReplace: true,
  behaviour: {
    identify: (inputs) => {
      const destination = destinations.map((name) => text(inputs, name)).find(Boolean) ?? "";
      return `r-${text(inputs, "routeTableId")}${hashcode(destination)}`;
    },
    create: ({ inputs }, cloud) => {
      const tableId = text(inputs, "routeTableId") ?? "";
      const destination = destinations.map((name) => text(inputs, name)).find(Boolean) ?? "";
      const isTaken = destinationsOf(tableId, cloud).includes(destination);
      if (isTaken)
        throw new Refusal(
          `RouteAlreadyExists: The route identified by ${destination} already exists.`,
        );
      admitRoute(tableId, destination, text(inputs, "gatewayId"), cloud);
    },
  },
};

export const routeTable: ResourceRow = {
  type: types.table,
  defaults: { routes: [], propagatingVgws: [] },
  references: {
    "routes.gatewayId": gateway,
    "routes.natGatewayId": nat,
    "routes.networkInterfaceId": networkInterface,
    "routes.transitGatewayId": transit,
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const vpcId = text(inputs, "vpcId") ?? "";
      const seen = new Set<string>();
      for (const one of objects(inputs, "routes")) {
        const destination = inlineDestination(one);
        if (seen.has(destination))
          throw new Refusal(
            `RouteAlreadyExists: The route identified by ${destination} already exists.`,
            "CreateRoute",
          );
        seen.add(destination);
        admitTarget(vpcId, destination, text(one, "gatewayId"), cloud);
      }
    },
  },
};

function inlineDestination(one: Properties): string {
  return (
    ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"]
      .map((name) => text(one, name))
      .find(Boolean) ?? ""
  );
}

/** Destinations of a route table, from its own list and from separate routes. */
function destinationsOf(tableId: string, cloud: Cloud): readonly string[] {
  const table = cloud.of(types.table, tableId);
  const apart = cloud
    .where(types.route, { routeTableId: tableId })
    .map(
      ({ properties }) => destinations.map((name) => text(properties, name)).find(Boolean) ?? "",
    );
  return [...objects(table, "routes").map(inlineDestination), ...apart];
}

function admitRoute(
  tableId: string,
  destination: string,
  gatewayId: string | undefined,
  cloud: Cloud,
): void {
  const vpcId = text(cloud.of(types.table, tableId), "vpcId") ?? "";
  if (gatewayId === "local") return;
  admitTarget(vpcId, destination, gatewayId, cloud, tableId);
}

function admitTarget(
  vpcId: string,
  destination: string,
  gatewayId: string | undefined,
  cloud: Cloud,
  tableId = "",
): void {
  const block = blockOf(destination);
  const own = blockOf(text(cloud.of(types.vpc, vpcId), "cidrBlock") ?? "");
  if (block !== undefined && own !== undefined && gatewayId !== undefined && contains(own, block))
    throw new Refusal(
      `InvalidParameterValue: The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
      "CreateRoute",
    );
  const found = cloud.find(types.gateway, gatewayId ?? "");
  if (found !== undefined && vpcOf(found, cloud) !== vpcId)
    throw new Refusal(
      `InvalidParameterValue: route table ${tableId} and network gateway ${gatewayId} belong to different networks`,
      "CreateRoute",
    );
}

/** CRC-32, which Terraform uses as the hash of a string. */
function hashcode(text: string): number {
  let crc = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
