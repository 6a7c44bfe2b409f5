import { blockOf } from "../../cidr.ts";
import type { Cloud, Order, Properties, Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { publicAddress } from "../ec2/address.ts";

const connectionType = "aws:ec2/vpnConnection:VpnConnection";
const customerType = "aws:ec2/customerGateway:CustomerGateway";

export const ofConnection: Reference = {
  to: [connectionType],
  error: "InvalidVpnConnectionID.NotFound: The vpnConnection ID '{value}' does not exist",
  onDelete: "cascade",
};

export const customerGateway: ResourceRow = {
  type: customerType,
  behaviour: {
    create: ({ inputs }) => {
      const address = text(inputs, "ipAddress");
      if (address === undefined && inputs["certificateArn"] === undefined)
        throw new Refusal("MissingParameter: The request must contain the parameter ipAddress");
    },
  },
};

const tunnels = ["tunnel1", "tunnel2"] as const;

export const connection: ResourceRow = {
  type: connectionType,
  defaults: { staticRoutesOnly: false, tunnelInsideIpVersion: "ipv4" },
  references: {
    customerGatewayId: {
      to: [customerType],
      error: "InvalidCustomerGatewayID.NotFound: The customerGateway ID '{value}' does not exist",
    },
    vpnGatewayId: {
      to: ["aws:ec2/vpnGateway:VpnGateway"],
      error: "InvalidVpnGatewayID.NotFound: The vpnGateway ID '{value}' does not exist",
    },
  },
  behaviour: {
    create: (order, cloud) => {
      const { inputs } = order;
      admitInside(inputs, cloud, connectionType);
      return Object.assign(
        {},
        ...tunnels.map((name, at) => tunnelOf(order, name, at, cloud)),
      ) as Properties;
    },
  },
};

function admitInside(inputs: Properties, cloud: Cloud, type: string): void {
  const gateway = inputs["vpnGatewayId"];
  const others = cloud
    .list(type)
    .filter(({ properties }) => gateway !== undefined && properties["vpnGatewayId"] === gateway)
    .flatMap(({ properties }) => tunnels.map((name) => text(properties, `${name}InsideCidr`)));
  const given = tunnels.flatMap((name) => text(inputs, `${name}InsideCidr`) ?? []);
  for (const [at, range] of given.entries()) {
    if (others.includes(range) || given.indexOf(range) !== at)
      throw new Refusal(`InvalidCidr.InUse: The tunnel inside CIDR ${range} is already in use`);
  }
}

/** Inside a tunnel, AWS has the first usable address and the customer the second. */
function tunnelOf(
  { inputs, id, digits }: Order,
  name: string,
  at: number,
  { partition, region, account }: Cloud,
): Properties {
  const third = 10 + (Number.parseInt(digits(name).slice(0, 4), 16) % 200);
  const range = text(inputs, `${name}InsideCidr`) ?? `169.254.${third}.${at * 4}/30`;
  const [a, b, c, last = "0"] = range.replace("/30", "").split(".");
  const inside = (step: number): string => [a, b, c, Number(last) + step].join(".");
  return {
    [`${name}InsideCidr`]: range,
    [`${name}Address`]: publicAddress(digits(`${id}${name}`)),
    [`${name}VgwInsideAddress`]: inside(1),
    [`${name}CgwInsideAddress`]: inside(2),
    [`${name}BgpAsn`]: "64512",
    [`${name}BgpHoldtime`]: 30,
    [`${name}PresharedKey`]: text(inputs, `${name}PresharedKey`) ?? `k${digits(name).slice(0, 31)}`,
    customerGatewayConfiguration: `<vpn_connection id="${id}"/>`,
    vgwTelemetries: [],
    routes: [],
    ...(inputs["presharedKeyStorage"] === "SecretsManager"
      ? {
          presharedKeyArn: `arn:${partition}:secretsmanager:${region}:${account}:secret:s2svpn!${id}-${digits("key").slice(0, 6)}`,
        }
      : {}),
  };
}

export const connectionRoute: ResourceRow = {
  type: "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
  references: { vpnConnectionId: ofConnection },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const found = cloud.find(connectionType, text(inputs, "vpnConnectionId") ?? "");
      if (found?.properties["staticRoutesOnly"] !== true)
        throw new Refusal(
          "InvalidVpnConnection.InvalidType: The specified VPN connection does not support static routes.",
        );
      if (blockOf(text(inputs, "destinationCidrBlock") ?? "")?.canonical !== true)
        throw new Refusal(
          `InvalidParameterValue: Value (${text(inputs, "destinationCidrBlock")}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
        );
    },
  },
};
