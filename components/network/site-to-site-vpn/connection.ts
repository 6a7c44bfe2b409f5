import { CustomerGateway } from "@pulumi/aws/ec2/customerGateway.js";
import { VpnConnection } from "@pulumi/aws/ec2/vpnConnection.js";
import type { VpnConnectionArgs } from "@pulumi/aws/ec2/vpnConnection.js";
import { VpnConnectionRoute } from "@pulumi/aws/ec2/vpnConnectionRoute.js";
import * as pulumi from "@pulumi/pulumi";
import { networkName } from "../../check/addresses.ts";
import { createLogGroup } from "../log-group.ts";
import type { LogRetentionDays } from "../../check/log-retention.ts";
import type { VpnConnectionOptions, VpnRouting } from "./options.ts";
import { tunnelArgs, tunnels } from "./tunnels.ts";

/** Greatest value of `bgpAsn`. Greater numbers go to `bgpAsnExtended`. */
const greatestAsn = 2_147_483_647;

/** Autonomous system number for a device that has none. */
const staticAsn = 65_000;

export interface ConnectionArgs {
  readonly connection: VpnConnectionOptions;
  readonly vpnGatewayId: pulumi.Input<string>;
  readonly retentionInDays: LogRetentionDays;
}

/** Creates one customer gateway and its connection. AWS generates both preshared keys and keeps them in one secret in Secrets Manager. */
export function createConnection(
  name: string,
  { connection, vpnGatewayId, retentionInDays }: ConnectionArgs,
  options: pulumi.CustomResourceOptions,
): VpnConnection {
  const { customerGateway, routing } = connection;
  const { address, certificateArn } = customerGateway;
  const gateway = new CustomerGateway(
    name,
    {
      type: "ipsec.1",
      ...asnOf(routing),
      ...(address === undefined ? {} : { ipAddress: address }),
      ...(certificateArn === undefined ? {} : { certificateArn }),
      tags: { Name: name },
    },
    options,
  );
  const logs = createLogs(name, routing, retentionInDays, options);
  const vpn = new VpnConnection(
    name,
    {
      type: "ipsec.1",
      customerGatewayId: gateway.id,
      vpnGatewayId,
      staticRoutesOnly: routing.kind === "static",
      ...(certificateArn === undefined ? { presharedKeyStorage: "SecretsManager" } : {}),
      ...tunnelArgs(connection, 1),
      ...tunnelArgs(connection, 2),
      ...logs,
      tags: { Name: name },
    },
    {
      ...options,
      // inside addresses belong to one connection at a time, and a gateway can be deleted only after its connections
      deleteBeforeReplace: true,
      replaceOnChanges: ["vpnGatewayId"],
    },
  );
  for (const network of routing.kind === "static" ? routing.networks : []) {
    const destination = { vpnConnectionId: vpn.id, destinationCidrBlock: network };
    new VpnConnectionRoute(`${name}-${networkName(network)}`, destination, options);
  }
  return vpn;
}

function asnOf(routing: VpnRouting): { bgpAsn: string } | { bgpAsnExtended: string } {
  const asn = routing.kind === "bgp" ? routing.asn : staticAsn;
  return asn > greatestAsn ? { bgpAsnExtended: String(asn) } : { bgpAsn: String(asn) };
}

/**
 * Logs of IKE, and of BGP where it is used. Log groups below `/aws/vendedlogs/` need no entry each in the account's
 * resource policy, which holds 5120 characters: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
function createLogs(
  name: string,
  routing: VpnRouting,
  retentionInDays: LogRetentionDays,
  options: pulumi.CustomResourceOptions,
): Partial<VpnConnectionArgs> {
  const group = (kind: "ike" | "bgp") => {
    const path = `/aws/vendedlogs/vpn/${pulumi.getProject()}-${pulumi.getStack()}/${name}-${kind}`;
    return createLogGroup(`${name}-${kind}`, { name: path, retentionInDays }, options).arn;
  };
  const cloudwatchLogOptions = {
    logEnabled: true,
    logGroupArn: group("ike"),
    logOutputFormat: "json",
    ...(routing.kind === "bgp"
      ? { bgpLogEnabled: true, bgpLogGroupArn: group("bgp"), bgpLogOutputFormat: "json" }
      : {}),
  };
  return Object.fromEntries(
    tunnels.map((tunnel) => [`tunnel${tunnel}LogOptions`, { cloudwatchLogOptions }]),
  );
}
