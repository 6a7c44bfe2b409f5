import type { TestCloud } from "./cloud.ts";
import { network } from "./refusals.ts";
import { policy, type, type Wanted } from "./services.ts";

const zoneOf = (cloud: TestCloud, name = "shop.example"): string => cloud.id(type.zone, { name });
const a = (zoneId: string, name: string, more = {}) => ({
  zoneId,
  name,
  type: "A",
  ttl: 60,
  records: ["192.0.2.1"],
  ...more,
});

export const refusedToo: readonly Wanted[] = [
  [
    "a secret's name while it waits for its deletion",
    /InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion/,
    (c) => {
      c.delete(type.secret, c.id(type.secret, { name: "s" }));
      c.make(type.secret, { name: "s" });
    },
  ],
  [
    "a topic's policy of another service",
    /InvalidParameter: Invalid parameter: Policy statement action out of service scope/,
    (c) =>
      c.make(type.topic, {
        name: "t",
        policy: policy({ Principal: "*", Action: "sqs:SendMessage", Resource: "*" }),
      }),
  ],
  [
    "a queue that keeps nothing",
    /messageRetentionSeconds of .* is 1: it must be 60 to 1209600/,
    (c) => c.make(type.queue, { name: "q", messageRetentionSeconds: 1 }),
  ],
  [
    "a record twice",
    /InvalidChangeBatch: \[Tried to create resource record set \[name='a\.shop\.example\.', type='A'\] but it already exists\]/,
    (c) => {
      const zone = zoneOf(c);
      c.make(type.record, a(zone, "a"));
      c.make(type.record, a(zone, "a.shop.example"));
    },
  ],
  [
    "a CNAME at the apex",
    /InvalidChangeBatch: \[RRSet of type CNAME with DNS name shop\.example\. is not permitted at apex/,
    (c) =>
      c.make(type.record, a(zoneOf(c), "shop.example", { type: "CNAME", records: ["a.example"] })),
  ],
  [
    "a CNAME beside another record",
    /InvalidChangeBatch: .*conflicts with other records with the same DNS name/,
    (c) => {
      const zone = zoneOf(c);
      c.make(type.record, a(zone, "a"));
      c.make(type.record, a(zone, "a", { type: "CNAME", records: ["b.example"] }));
    },
  ],
  [
    "to delete a zone with records",
    /HostedZoneNotEmpty/,
    (c) => {
      const zone = zoneOf(c);
      c.make(type.record, a(zone, "a"));
      c.delete(type.zone, zone);
    },
  ],
  [
    "a private zone of no VPC",
    /InvalidVPCId/,
    (c) => c.make(type.zone, { name: "x.internal", vpcs: [{ vpcId: "vpc-0" }] }),
  ],
  [
    "two private zones of a name in a VPC",
    /ConflictingDomainExists/,
    (c) => {
      const vpcs = [{ vpcId: network(c).vpc }];
      for (const _ of [1, 2]) c.make(type.zone, { name: "x.internal", vpcs });
    },
  ],
  [
    "a certificate that nobody proves",
    /PENDING_VALIDATION: timeout while waiting/,
    (c) =>
      c.make(type.validation, {
        certificateArn: c.id(type.certificate, {
          domainName: "shop.example",
          validationMethod: "DNS",
        }),
      }),
  ],
  [
    "a second gateway of a VPC",
    /VpnGatewayAttachmentLimitExceeded/,
    (c) => {
      const { vpc } = network(c);
      for (const _ of [1, 2]) c.make(type.vpnGateway, { vpcId: vpc });
    },
  ],
  [
    "routes of a gateway that is not attached",
    /Gateway\.NotAttached/,
    (c) =>
      c.make(type.propagation, {
        routeTableId: network(c).table,
        vpnGatewayId: c.id(type.vpnGateway, {}),
      }),
  ],
  [
    "a static route of a dynamic connection",
    /InvalidVpnConnection\.InvalidType: The specified VPN connection does not support static routes/,
    (c) =>
      c.make(type.vpnRoute, { destinationCidrBlock: "10.9.0.0/16", vpnConnectionId: connect(c) }),
  ],
  [
    "a tunnel inside of a reserved range",
    /tunnel1InsideCidr of .* is "169\.254\.0\.0\/30": it must match/,
    (c) => connect(c, { tunnel1InsideCidr: "169.254.0.0/30" }),
  ],
  [
    "to delete a customer gateway in use",
    /IncorrectState: The customer gateway .* is in use/,
    (c) => {
      const customerGatewayId = customer(c);
      connect(c, { customerGatewayId });
      c.delete(type.customer, customerGatewayId);
    },
  ],
  [
    "a client VPN of too few addresses",
    /InvalidParameterValue: Client CIDR block/,
    (c) => client(c, { clientCidrBlock: "10.9.0.0/24" }),
  ],
  [
    "a client VPN over its own VPC",
    /InvalidClientVpnSubnetId\.OverlappingCidr/,
    (c) =>
      c.make(type.clientNetwork, {
        clientVpnEndpointId: client(c, { clientCidrBlock: "10.0.0.0/20" }),
        subnetId: network(c).a,
      }),
  ],
  [
    "the same authorization twice",
    /InvalidClientVpnDuplicateAuthorizationRule/,
    (c) => {
      const clientVpnEndpointId = client(c);
      for (const _ of [1, 2])
        c.make(type.clientRule, {
          clientVpnEndpointId,
          targetNetworkCidr: "10.0.0.0/16",
          authorizeAllGroups: true,
        });
    },
  ],
  [
    "a forwarding rule that forwards nowhere",
    /InvalidParameterException: TargetIps and ResolverEndpointId are required/,
    (c) => c.make(type.rule, { domainName: "corp.example", ruleType: "FORWARD" }),
  ],
];

function customer(cloud: TestCloud): string {
  return cloud.id(type.customer, { type: "ipsec.1", bgpAsn: "65000", ipAddress: "198.51.100.1" });
}

function connect(cloud: TestCloud, more = {}): string {
  const customerGatewayId = customer(cloud);
  const vpnGatewayId = cloud.id(type.vpnGateway, {});
  return cloud.id(type.vpn, { type: "ipsec.1", customerGatewayId, vpnGatewayId, ...more });
}

function client(cloud: TestCloud, more = {}): string {
  const imported = { certificateBody: "a", privateKey: "b" };
  const serverCertificateArn = cloud.id(type.certificate, imported);
  return cloud.id(type.clientVpn, {
    clientCidrBlock: "10.200.0.0/20",
    serverCertificateArn,
    authenticationOptions: [
      { type: "certificate-authentication", rootCertificateChainArn: serverCertificateArn },
    ],
    connectionLogOptions: { enabled: false },
    ...more,
  });
}
