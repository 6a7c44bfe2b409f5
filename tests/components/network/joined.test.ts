import { expect } from "chai";
import { describe, it } from "mocha";
import { resolverOf } from "../../../components/network/company.ts";
import type { VpcOptions } from "../../../components/network/options.ts";
import { topic } from "./record.ts";
import { networkArgs, recordNetwork, settings, threeZones } from "./vpc-under-test.ts";
import { everyWay } from "./ways.ts";

const record = (more: Partial<VpcOptions>) =>
  recordNetwork(networkArgs(more, { alarmTopicArn: topic }));

/** The children of these settings, beyond those of a network with an undelegated zone. */
async function added(more: Partial<VpcOptions>): Promise<readonly string[]> {
  const zones: VpcOptions["zones"] = { publicZone: { kind: "new", delegated: false } };
  const names = async (one: Partial<VpcOptions>) =>
    (await record(one)).resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
  const before = await names({ zones });
  return (await names({ zones, ...more })).filter((one) => !before.includes(one));
}

const publicZone = "Zone network-zones-public";
const certificates = [
  "Certificate network-certificates",
  "Record network-certificates-validation",
  "CertificateValidation network-certificates",
  "MetricAlarm network-certificates-CertificateExpires",
];
const propagations = threeZones.map(
  (zone) => `VpnGatewayRoutePropagation network-site-to-site-vpn-private-${zone}`,
);
const office = (name: string, ...logs: readonly string[]) => {
  const full = `network-site-to-site-vpn-${name}`;
  return [
    `CustomerGateway ${full}`,
    `VpnConnection ${full}`,
    ...logs.map((log) => `LogGroup ${full}-${log}`),
    `MetricAlarm ${full}-tunnel-1-SiteToSiteTunnelDown`,
    `MetricAlarm ${full}-tunnel-2-SiteToSiteTunnelDown`,
    `MetricAlarm ${full}-SiteToSiteConnectionDown`,
  ];
};
const endpoint = (direction: string, ...rules: readonly string[]) => {
  const full = `network-resolver-${direction}bound`;
  return [
    `SecurityGroup ${full}`,
    ...rules.map(
      (rule) => `SecurityGroup${direction === "in" ? "In" : "E"}gressRule ${full}-${rule}`,
    ),
    `ResolverEndpoint ${full}`,
    `MetricAlarm ${full}-ResolverEndpointUnhealthy`,
  ];
};
const rule = ["ResolverRule", "ResolverRuleAssociation"].map(
  (type) => `${type} network-resolver-corp-example-net`,
);
const clients = "network-client-vpn";

/** Settings, and exactly the children that they add. */
const cases: Readonly<Record<string, readonly [Partial<VpcOptions>, readonly string[]]>> = {
  "an existing zone": [{ zones: { publicZone: { kind: "existing" } } }, certificates],
  "a new zone that is delegated": [
    { zones: { publicZone: { kind: "new", delegated: true } } },
    certificates,
  ],
  "names of every kind": [
    { zones: everyWay.zones },
    [
      "Zone network-zones-private",
      "Record network-zones-caa",
      ...certificates,
      "Certificate network-certificates-cloudfront",
      "CertificateValidation network-certificates-cloudfront",
    ],
  ],
  "an office by static routes": [
    { siteToSiteVpn: { connections: { busan: everyWay.siteToSiteVpn.connections.busan } } },
    [
      "VpnGateway network-site-to-site-vpn",
      ...propagations,
      ...office("busan", "ike"),
      "VpnConnectionRoute network-site-to-site-vpn-busan-192-168-0-0-16",
      "Policy network-site-to-site-vpn-key-reader",
    ],
  ],
  "two offices": [
    { siteToSiteVpn: everyWay.siteToSiteVpn },
    [
      "VpnGateway network-site-to-site-vpn",
      ...propagations,
      ...office("seoul", "ike", "bgp"),
      ...office("busan", "ike"),
      "VpnConnectionRoute network-site-to-site-vpn-busan-192-168-0-0-16",
      "CompositeAlarm network-site-to-site-vpn-SiteToSiteVpnDown",
      "Policy network-site-to-site-vpn-key-reader",
    ],
  ],
  "questions to the company": [
    { resolver: { forward: everyWay.resolver.forward } },
    [
      ...endpoint(
        "out",
        "egress-udp-53-192-168-0-53-32",
        "egress-tcp-53-192-168-0-53-32",
        "egress-udp-53-192-168-1-53-32",
        "egress-tcp-53-192-168-1-53-32",
      ),
      ...rule,
    ],
  ],
  "questions of the company": [
    { resolver: { inbound: ["192.168.0.0/16"] } },
    endpoint("in", "ingress-udp-53-192-168-0-0-16", "ingress-tcp-53-192-168-0-0-16"),
  ],
  "people in one zone": [
    { clientVpn: { ...everyWay.clientVpn, redundancy: "none", dns: "vpc" } },
    [
      `SecurityGroup ${clients}-clients`,
      `SecurityGroupEgressRule ${clients}-clients-egress-all-10-16-0-0-16`,
      `SecurityGroupEgressRule ${clients}-clients-egress-all-192-168-0-0-16`,
      `LogGroup ${clients}-connections`,
      `LogStream ${clients}-connections`,
      `Endpoint ${clients}`,
      `AuthorizationRule ${clients}-authorization-10-16-0-0-16`,
      `AuthorizationRule ${clients}-authorization-192-168-0-0-16`,
      `NetworkAssociation ${clients}-association-1`,
      `Route ${clients}-route-192-168-0-0-16-1`,
      `MetricAlarm ${clients}-ClientVpnAuthenticationFailures`,
      `MetricAlarm ${clients}-ClientVpnRevocationListExpires`,
      `MetricAlarm ${clients}-server-CertificateExpires`,
      `MetricAlarm ${clients}-root-CertificateExpires`,
    ],
  ],
};

describe("components/network: children of Network", () => {
  for (const [what, [more, expected]] of Object.entries(cases)) {
    it(`for ${what}`, async () => expect(await added(more)).to.have.members(expected));
  }

  it("for an undelegated zone: the zone, without a certificate that could never be validated", async () => {
    const zones = { publicZone: { kind: "new", delegated: false } } as const;
    const { resources } = await record({ zones });
    const names = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    expect(names).to.include(publicZone);
    expect(names.filter((name) => /certificates/.test(name))).to.deep.equal([]);
  });
});

describe("components/network: inputs for connections to the company", () => {
  /** Inputs by type and name. */
  async function inputs() {
    const { resources } = await record(everyWay);
    return (type: string, name: string) => {
      const found = resources.find((one) => one.name === name && one.type.endsWith(`:${type}`));
      if (found === undefined) throw new Error(`no ${type} ${name}`);
      return found.inputs;
    };
  }

  it("are the VPC, and private subnets and route tables in different zones", async () => {
    const of = await inputs();
    expect(of("VpnGateway", "network-site-to-site-vpn")).to.include({ vpcId: "vpc-1" });
    threeZones.forEach((zone, index) => {
      const name = `network-site-to-site-vpn-private-${zone}`;
      expect(of("VpnGatewayRoutePropagation", name)).to.deep.equal({
        routeTableId: `rtb-private-${index + 1}`,
        vpnGatewayId: "network-site-to-site-vpn-id",
      });
    });
    for (const index of [1, 2]) {
      const association = of("NetworkAssociation", `network-client-vpn-association-${index}`);
      expect(association["subnetId"]).to.equal(`private-${index}`);
    }
    for (const direction of ["inbound", "outbound"]) {
      const { ipAddresses } = of("ResolverEndpoint", `network-resolver-${direction}`);
      expect(ipAddresses).to.deep.equal([{ subnetId: "private-1" }, { subnetId: "private-2" }]);
    }
    const name = "network-resolver-corp-example-net";
    expect(of("ResolverRuleAssociation", name)).to.include({ vpcId: "vpc-1" });
    expect(of("Zone", "network-zones-private")["vpcs"]).to.deep.equal([{ vpcId: "vpc-1" }]);
  });

  it("include a VPC with DNS support and host names, which a private zone needs", async () => {
    const of = await inputs();
    expect(of("Vpc", "network")).to.include({ enableDnsHostnames: true, enableDnsSupport: true });
  });

  it("include the inbound endpoint's addresses for clients that use it, and its open port", async () => {
    const of = await inputs();
    expect(of("Endpoint", "network-client-vpn")["dnsServers"]).to.deep.equal([
      "10.20.1.9",
      "10.20.5.7",
    ]);
    const rule = of(
      "SecurityGroupIngressRule",
      "network-resolver-inbound-ingress-udp-53-10-16-0-0-16",
    );
    expect(rule).to.include({ cidrIpv4: "10.16.0.0/16", fromPort: 53, toPort: 53 });
  });

  it("include the alarms' topic, for every alarm", async () => {
    const { resources } = await record(everyWay);
    const alarms = resources.filter(({ type }) => /:(Metric|Composite)Alarm$/.test(type));
    expect(alarms.length).to.equal(14);
    for (const { name, inputs: of } of alarms) {
      expect(of["alarmActions"], name).to.deep.equal([topic]);
      expect(of["okActions"], name).to.deep.equal([topic]);
    }
  });

  it("protect the zones where data is kept", async () => {
    const { resources } = await recordNetwork(networkArgs(everyWay, { data: "keep" }));
    const kept = resources.filter(({ protect }) => protect).map(({ name }) => name);
    expect(kept).to.deep.equal(["network", "network-zones-private", "network-zones-public"]);
  });
});

describe("components/network: outputs of Network", () => {
  it("contain the zone's names, its certificates, and the readers of the keys", async () => {
    const { asked } = await recordNetwork(
      networkArgs(everyWay),
      ({ domain, resolverAddresses, clientVpn, siteToSiteVpn }) => ({
        domain,
        resolverAddresses,
        endpoint: clientVpn?.endpointId,
        keyReader: siteToSiteVpn?.keyReaderPolicyArn,
      }),
    );
    const arn = (name: string) => `arn:aws:test:ap-northeast-2:123456789012:${name}`;
    expect(asked).to.deep.equal({
      domain: {
        publicZoneId: "network-zones-public-id",
        privateZoneId: "network-zones-private-id",
        privateZone: "internal.example.com",
        privateCertificateArn: undefined,
        nameServers: ["ns-1.awsdns-01.org"],
        delegated: true,
        certificateArn: arn("network-certificates"),
        cloudFrontCertificateArn: arn("network-certificates-cloudfront"),
      },
      resolverAddresses: ["10.20.1.9", "10.20.5.7"],
      endpoint: "network-client-vpn-id",
      keyReader: arn("network-site-to-site-vpn-key-reader"),
    });
  });

  it("omit what does not exist", async () => {
    const zones = { publicZone: { kind: "new", delegated: false } } as const;
    const { asked } = await recordNetwork(
      networkArgs({ zones }),
      ({ domain, resolverAddresses, clientVpn, siteToSiteVpn }) => ({
        certificate: domain.certificateArn === undefined,
        none: [resolverAddresses, clientVpn, siteToSiteVpn].every((one) => one === undefined),
      }),
    );
    expect(asked).to.deep.equal({ certificate: true, none: true });
  });
});

describe("components/network: the resolver beside a client VPN", () => {
  it("lets the VPC use the same endpoint as the clients, once", () => {
    const { cidr } = settings;
    const { clientVpn } = everyWay;
    const resolver = { inbound: ["192.168.0.0/16"] };
    expect(resolverOf({ cidr, clientVpn, resolver })).to.deep.equal({
      inbound: ["192.168.0.0/16", cidr],
    });
    expect(resolverOf({ cidr, clientVpn, resolver: { inbound: [cidr] } })).to.deep.equal({
      inbound: [cidr],
    });
    const vpc = { ...clientVpn, dns: "vpc" } as const;
    expect(resolverOf({ cidr, clientVpn: vpc, resolver })).to.equal(resolver);
    expect(resolverOf({ cidr })).to.equal(undefined);
  });
});
