import { LogStream } from "@pulumi/aws/cloudwatch/logStream.js";
import { Endpoint } from "@pulumi/aws/ec2clientvpn/endpoint.js";
import type { EndpointArgs } from "@pulumi/aws/ec2clientvpn/endpoint.js";
import * as pulumi from "@pulumi/pulumi";
import { vpcResolver } from "../check/addresses.ts";
import { createAccess } from "./client-vpn/access.ts";
import { createClientVpnAlarms } from "./client-vpn/alarms.ts";
import { authorizationsOf } from "./client-vpn/validate.ts";
import type { ClientVpnAuthentication, ClientVpnOptions } from "./client-vpn/options.ts";
import { createLogGroup } from "./log-group.ts";
import { createSecurityGroup } from "./security-group.ts";

export interface ClientVpnArgs {
  readonly vpn: ClientVpnOptions;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: string;
  /** Private subnets, /27 or larger, each in a different zone. The first is used; with `zonal` redundancy also the second. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Addresses of the inbound resolver endpoint. @default none */
  readonly inboundAddresses?: pulumi.Input<readonly string[]> | undefined;
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

export interface ClientVpn {
  readonly endpointId: pulumi.Output<string>;
  /** Domain of the endpoint. A client connects to any one label below it: `*.<dnsName>`. */
  readonly dnsName: pulumi.Output<string>;
  /** Security group of all client traffic. Targets refer to it in their ingress rules. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Resources that must exist before a client can connect. */
  readonly associations: readonly pulumi.Resource[];
}

/** Creates an AWS Client VPN endpoint. It translates client addresses to addresses of its subnets in the VPC. */
export function createClientVpn(
  name: string,
  args: ClientVpnArgs,
  options: pulumi.CustomResourceOptions,
): ClientVpn {
  const { vpn, vpcId, vpcCidr, subnetIds, alarmTopicArn } = args;
  const authorizations = authorizationsOf(vpn, vpcCidr);
  const group = createSecurityGroup(
    `${name}-clients`,
    {
      vpcId,
      description: "What Client VPN brings in",
      passages: [...new Set(authorizations.map(({ cidr }) => cidr))].map((cidr) => ({
        direction: "egress",
        protocol: "all",
        cidr,
      })),
    },
    options,
  );
  const retentionInDays = vpn.logRetentionDays ?? 90;
  const logGroup = createLogGroup(`${name}-connections`, { retentionInDays }, options);
  const logGroupName = logGroup.name;
  const stream = new LogStream(
    `${name}-connections`,
    { logGroupName, name: "connections" },
    options,
  );
  const endpoint = new Endpoint(
    name,
    {
      ...endpointOptions(vpn),
      vpcId,
      securityGroupIds: [group.id],
      dnsServers: dnsServers(args),
      connectionLogOptions: {
        enabled: true,
        cloudwatchLogGroup: logGroupName,
        cloudwatchLogStream: stream.name,
      },
      tags: { Name: name },
    },
    options,
  );
  const associations = createAccess(
    name,
    {
      endpointId: endpoint.id,
      subnetIds: subnetIds.slice(0, vpn.redundancy === "zonal" ? 2 : 1),
      authorizations,
      routes: [...(vpn.routes ?? []), ...(vpn.tunnel === "full" ? ["0.0.0.0/0"] : [])],
    },
    options,
  );
  createClientVpnAlarms(name, vpn, endpoint.id, alarmTopicArn, options);
  return {
    endpointId: endpoint.id,
    dnsName: endpoint.dnsName,
    securityGroupId: group.id,
    associations,
  };
}

/** Endpoint arguments from the settings, with defaults filled in. */
function endpointOptions(vpn: ClientVpnOptions) {
  const { authentication, banner } = vpn;
  return {
    authenticationOptions: [authenticationOption(authentication)],
    serverCertificateArn: vpn.serverCertificateArn,
    clientCidrBlock: vpn.clientCidr,
    splitTunnel: vpn.tunnel !== "full",
    transportProtocol: vpn.transport ?? "udp",
    vpnPort: vpn.port ?? 443,
    sessionTimeoutHours: vpn.sessionHours ?? 12,
    disconnectOnSessionTimeout: true,
    selfServicePortal:
      authentication.kind === "sso" && authentication.selfServiceSamlProviderArn !== undefined
        ? "enabled"
        : "disabled",
    // also set when off: leaving the argument out does not remove a banner
    clientLoginBannerOptions:
      banner === undefined ? { enabled: false } : { enabled: true, bannerText: banner },
  } satisfies Partial<EndpointArgs>;
}

function authenticationOption(authentication: ClientVpnAuthentication) {
  if (authentication.kind === "certificate") {
    return {
      type: "certificate-authentication",
      rootCertificateChainArn: authentication.rootCertificateArn,
    };
  }
  const { samlProviderArn, selfServiceSamlProviderArn } = authentication;
  return {
    type: "federated-authentication",
    samlProviderArn,
    ...(selfServiceSamlProviderArn === undefined ? {} : { selfServiceSamlProviderArn }),
  };
}

function dnsServers({ vpn, vpcCidr, inboundAddresses = [] }: ClientVpnArgs) {
  const { dns = "vpc" } = vpn;
  if (dns === "device") return [];
  if (dns === "vpc") return [vpcResolver(vpcCidr)];
  // an endpoint accepts two; sorted, because a resolver endpoint returns them in any order
  if (dns === "inbound") {
    return pulumi.output(inboundAddresses).apply((all) => [...all].sort().slice(0, 2));
  }
  return [...dns];
}
