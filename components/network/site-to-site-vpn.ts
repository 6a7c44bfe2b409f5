import { VpnGateway } from "@pulumi/aws/ec2/vpnGateway.js";
import { VpnGatewayRoutePropagation } from "@pulumi/aws/ec2/vpnGatewayRoutePropagation.js";
import type * as pulumi from "@pulumi/pulumi";
import { createAllDownAlarm, createConnectionAlarms } from "./site-to-site-vpn/alarms.ts";
import { createConnection } from "./site-to-site-vpn/connection.ts";
import { defaultAmazonAsn } from "./site-to-site-vpn/validate.ts";
import { createKeyReader } from "./site-to-site-vpn/key-reader.ts";
import type { SiteToSiteVpnOptions } from "./site-to-site-vpn/options.ts";

export interface SiteToSiteVpnArgs {
  readonly vpn: SiteToSiteVpnOptions;
  readonly vpcId: pulumi.Input<string>;
  /** Route tables that get the routes to the company, by a stable name: `{ "private-a": … }`. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

export interface SiteToSiteVpn {
  readonly vpnGatewayId: pulumi.Output<string>;
  /** Connections by name. */
  readonly connections: Readonly<Record<string, SiteToSiteConnection>>;
  /** Policy that allows reading the preshared keys; undefined if all devices have certificates. */
  readonly keyReaderPolicyArn?: pulumi.Output<string>;
  /** Resources that must exist before packets are routed. */
  readonly ready: readonly pulumi.Resource[];
}

export interface SiteToSiteConnection {
  readonly vpnConnectionId: pulumi.Output<string>;
  /** Public addresses of AWS's two tunnel endpoints, for the device's configuration. */
  readonly addresses: readonly [pulumi.Output<string>, pulumi.Output<string>];
  /** Secret with the preshared keys of both tunnels; undefined if the device has a certificate. */
  readonly presharedKeyArn?: pulumi.Output<string>;
}

/** Creates a virtual private gateway on the VPC, and its connections. A VPC has at most one such gateway. */
export function createSiteToSiteVpn(
  name: string,
  { vpn, vpcId, routeTableIds, alarmTopicArn }: SiteToSiteVpnArgs,
  options: pulumi.CustomResourceOptions,
): SiteToSiteVpn {
  const { amazonAsn = defaultAmazonAsn, logRetentionDays: retentionInDays = 90 } = vpn;
  const gateway = new VpnGateway(
    name,
    { vpcId, amazonSideAsn: String(amazonAsn), tags: { Name: name } },
    // a VPC accepts only one gateway at a time
    { ...options, deleteBeforeReplace: true },
  );
  const propagations = Object.entries(routeTableIds).map(
    ([table, routeTableId]) =>
      new VpnGatewayRoutePropagation(
        `${name}-${table}`,
        { routeTableId, vpnGatewayId: gateway.id },
        options,
      ),
  );
  const made = Object.entries(vpn.connections).map(([key, connection]) => {
    const args = { connection, vpnGatewayId: gateway.id, retentionInDays };
    const resource = createConnection(`${name}-${key}`, args, options);
    const alarm = createConnectionAlarms(`${name}-${key}`, key, resource, alarmTopicArn, options);
    const hasKeys = connection.customerGateway.certificateArn === undefined;
    return { key, resource, alarm, hasKeys };
  });
  if (made.length > 1) {
    createAllDownAlarm(
      name,
      made.map(({ alarm }) => alarm),
      alarmTopicArn,
      options,
    );
  }
  const secretArns = made
    .filter(({ hasKeys }) => hasKeys)
    .map(({ resource }) => resource.presharedKeyArn);
  return {
    vpnGatewayId: gateway.id,
    connections: Object.fromEntries(
      made.map(({ key, resource, hasKeys }) => [
        key,
        {
          vpnConnectionId: resource.id,
          addresses: [resource.tunnel1Address, resource.tunnel2Address],
          ...(hasKeys ? { presharedKeyArn: resource.presharedKeyArn } : {}),
        },
      ]),
    ),
    ...(secretArns.length === 0
      ? {}
      : {
          keyReaderPolicyArn: createKeyReader(`${name}-key-reader`, secretArns, options).arn,
        }),
    ready: [...propagations, ...made.map(({ resource }) => resource)],
  };
}
