import { expect } from "chai";
import { describe, it } from "mocha";
import {
  createSiteToSiteVpn,
  type SiteToSiteVpn,
} from "../../../components/network/site-to-site-vpn.ts";
import { keyReaderPolicy } from "../../../components/network/site-to-site-vpn/key-reader.ts";
import type {
  SiteToSiteVpnOptions,
  VpnConnectionOptions,
} from "../../../components/network/site-to-site-vpn/options.ts";
import { certificate, children, named, recordPart, topic } from "./record.ts";

const office: VpnConnectionOptions = {
  customerGateway: { address: "203.0.113.12" },
  routing: { kind: "static", networks: ["192.168.0.0/16", "172.31.0.0/20"] },
};
const branch: VpnConnectionOptions = {
  customerGateway: { address: "198.51.100.7" },
  routing: { kind: "bgp", asn: 65_010 },
  insideCidrs: ["169.254.10.0/30", "169.254.11.0/30"],
};

async function record(connections: SiteToSiteVpnOptions["connections"], more = {}) {
  let made: SiteToSiteVpn | undefined;
  const recorded = await recordPart((options) => {
    made = createSiteToSiteVpn(
      "shop-company",
      {
        vpn: { connections, ...more },
        vpcId: "vpc-1",
        routeTableIds: { "private-a": "rtb-a", "private-b": "rtb-b" },
        alarmTopicArn: topic,
      },
      options,
    );
  });
  return { recorded, made: made! };
}

const ofOne = (name: string) => [
  `CustomerGateway shop-company-${name}`,
  `VpnConnection shop-company-${name}`,
  `LogGroup shop-company-${name}-ike`,
  `MetricAlarm shop-company-${name}-tunnel-1-SiteToSiteTunnelDown`,
  `MetricAlarm shop-company-${name}-tunnel-2-SiteToSiteTunnelDown`,
  `MetricAlarm shop-company-${name}-SiteToSiteConnectionDown`,
];
const gateway = [
  "VpnGateway shop-company",
  "VpnGatewayRoutePropagation shop-company-private-a",
  "VpnGatewayRoutePropagation shop-company-private-b",
];

/** Arguments of one tunnel, without its number in the names. */
const tunnel = (inputs: Readonly<Record<string, unknown>>, number: 1 | 2) =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([key, value]) =>
      key.startsWith(`tunnel${number}`) ? [[key.slice("tunnel1".length), value]] : [],
    ),
  );

describe("site-to-site VPN", () => {
  it("has a gateway with routes in the private subnets, and a connection with static routes", async () => {
    const { recorded } = await record({ office });
    expect(children(recorded)).to.have.members([
      ...gateway,
      ...ofOne("office"),
      "VpnConnectionRoute shop-company-office-192-168-0-0-16",
      "VpnConnectionRoute shop-company-office-172-31-0-0-20",
      "Policy shop-company-key-reader",
    ]);
    expect(new Set(recorded.map(({ parent }) => parent))).to.deep.equal(new Set(["shop"]));
    expect(named(recorded, "shop-company").inputs).to.deep.equal({
      vpcId: "vpc-1",
      amazonSideAsn: "64512",
      tags: { Name: "shop-company" },
    });
    expect(named(recorded, "shop-company-private-b").inputs).to.deep.equal({
      routeTableId: "rtb-b",
      vpnGatewayId: "shop-company-id",
    });
    expect(named(recorded, "shop-company-office", "CustomerGateway").inputs).to.deep.equal({
      type: "ipsec.1",
      bgpAsn: "65000",
      ipAddress: "203.0.113.12",
      tags: { Name: "shop-company-office" },
    });
    expect(named(recorded, "shop-company-office-172-31-0-0-20").inputs).to.deep.equal({
      vpnConnectionId: "shop-company-office-id",
      destinationCidrBlock: "172.31.0.0/20",
    });
    expect(named(recorded, "shop-company-office-ike").inputs).to.deep.equal({
      name: "/aws/vendedlogs/vpn/hanok-test/shop-company-office-ike",
      retentionInDays: 90,
      tags: { Name: "shop-company-office-ike" },
    });
  });

  it("replaces the gateway of a VPC after its connections, and deletes the old one first", async () => {
    const { recorded } = await record({ office });
    expect(named(recorded, "shop-company").deleteBeforeReplace).to.equal(true);
    expect(named(recorded, "shop-company-office", "VpnConnection")).to.deep.include({
      deleteBeforeReplace: true,
      replaceOnChanges: ["vpnGatewayId"],
    });
  });

  it("uses IKEv2 with strong suites in both tunnels, which AWS starts and restarts", async () => {
    const { recorded } = await record({ office });
    const { inputs } = named(recorded, "shop-company-office", "VpnConnection");
    expect(tunnel(inputs, 1)).to.deep.equal({
      IkeVersions: ["ikev2"],
      Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
      Phase1IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
      Phase1DhGroupNumbers: [19, 20, 21],
      Phase2EncryptionAlgorithms: ["AES256-GCM-16"],
      Phase2IntegrityAlgorithms: ["SHA2-384", "SHA2-512"],
      Phase2DhGroupNumbers: [19, 20, 21],
      StartupAction: "start",
      DpdTimeoutAction: "restart",
      DpdTimeoutSeconds: 30,
      EnableTunnelLifecycleControl: true,
      LogOptions: {
        cloudwatchLogOptions: {
          logEnabled: true,
          logGroupArn:
            "arn:aws:logs:ap-northeast-2:123456789012:log-group:/aws/vendedlogs/vpn/hanok-test/shop-company-office-ike",
          logOutputFormat: "json",
        },
      },
    });
    expect(tunnel(inputs, 2)).to.deep.equal(tunnel(inputs, 1));
    expect(
      Object.fromEntries(Object.entries(inputs).filter(([key]) => !/^tunnel[12]/.test(key))),
    ).to.deep.equal({
      type: "ipsec.1",
      customerGatewayId: "shop-company-office-id",
      vpnGatewayId: "shop-company-id",
      staticRoutesOnly: true,
      presharedKeyStorage: "SecretsManager",
      tags: { Name: "shop-company-office" },
    });
  });

  it("learns its routes by BGP, and logs them", async () => {
    const { recorded } = await record({ branch }, { amazonAsn: 64_600, logRetentionDays: 7 });
    expect(children(recorded)).to.have.members([
      ...gateway,
      ...ofOne("branch"),
      "LogGroup shop-company-branch-bgp",
      "Policy shop-company-key-reader",
    ]);
    expect(named(recorded, "shop-company").inputs.amazonSideAsn).to.equal("64600");
    expect(named(recorded, "shop-company-branch-bgp").inputs.retentionInDays).to.equal(7);
    expect(named(recorded, "shop-company-branch", "CustomerGateway").inputs.bgpAsn).to.equal(
      "65010",
    );
    const { inputs } = named(recorded, "shop-company-branch", "VpnConnection");
    expect(inputs.staticRoutesOnly).to.equal(false);
    expect([inputs.tunnel1InsideCidr, inputs.tunnel2InsideCidr]).to.deep.equal([
      "169.254.10.0/30",
      "169.254.11.0/30",
    ]);
    expect(tunnel(inputs, 2).LogOptions).to.have.nested.include({
      "cloudwatchLogOptions.bgpLogEnabled": true,
      "cloudwatchLogOptions.bgpLogOutputFormat": "json",
    });
  });

  it("passes a large autonomous system number in the provider's field", async () => {
    const asn = async (number: number) => {
      const routing = { kind: "bgp", asn: number } as const;
      const { recorded } = await record({ branch: { ...branch, routing } });
      const { bgpAsn, bgpAsnExtended } = named(
        recorded,
        "shop-company-branch",
        "CustomerGateway",
      ).inputs;
      return [bgpAsn, bgpAsnExtended];
    };
    expect(await asn(2_147_483_647)).to.deep.equal(["2147483647", undefined]);
    expect(await asn(2_147_483_648)).to.deep.equal([undefined, "2147483648"]);
  });

  it("accepts weaker suites for an older device, but never AES128, SHA1 or a short group", async () => {
    const { recorded } = await record({ office: { ...office, suite: "compatible" } });
    const { inputs } = named(recorded, "shop-company-office", "VpnConnection");
    for (const phase of [1, 2]) {
      expect(tunnel(inputs, 1)).to.deep.include({
        [`Phase${phase}EncryptionAlgorithms`]: ["AES256", "AES256-GCM-16"],
        [`Phase${phase}IntegrityAlgorithms`]: ["SHA2-256", "SHA2-384", "SHA2-512"],
        [`Phase${phase}DhGroupNumbers`]: [14, 19, 20, 21],
      });
    }
  });

  it("has no keys for a device with a certificate and no address", async () => {
    const certificateArn = certificate(3);
    const { recorded, made } = await record({
      office: { ...office, customerGateway: { certificateArn } },
    });
    expect(named(recorded, "shop-company-office", "CustomerGateway").inputs).to.deep.equal({
      type: "ipsec.1",
      bgpAsn: "65000",
      certificateArn,
      tags: { Name: "shop-company-office" },
    });
    const { inputs } = named(recorded, "shop-company-office", "VpnConnection");
    expect(inputs).to.not.have.property("presharedKeyStorage");
    expect(tunnel(inputs, 1)).to.deep.include({ StartupAction: "add", DpdTimeoutAction: "clear" });
    expect(children(recorded).filter((child) => child.startsWith("Policy"))).to.deep.equal([]);
    expect(made).to.not.have.property("keyReaderPolicyArn");
    expect(made.connections.office).to.not.have.property("presharedKeyArn");
  });

  it("lets AWS create the keys: neither program nor plan contains one, and a policy names their readers", async () => {
    const { recorded } = await record({ office, branch });
    for (const { inputs } of recorded.filter(({ type }) => type.endsWith("VpnConnection"))) {
      expect(Object.keys(inputs).filter((key) => /PresharedKey$/.test(key))).to.deep.equal([]);
      expect(inputs.presharedKeyStorage).to.equal("SecretsManager");
    }
    expect(
      JSON.parse(String(named(recorded, "shop-company-key-reader").inputs.policy)),
    ).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadPresharedKeys",
          Effect: "Allow",
          Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
          Resource: ["shop-company-branch-keys", "shop-company-office-keys"],
        },
      ],
    });
    expect(keyReaderPolicy(["b", "a"])).to.equal(keyReaderPolicy(["a", "b"]));
  });

  it("has alarms for each tunnel, and for both", async () => {
    const { recorded } = await record({ office });
    const dimensions = (number: number) => ({
      VpnId: "shop-company-office-id",
      TunnelIpAddress: `shop-company-office-outside-${number}`,
    });
    const told = { alarmActions: [topic], okActions: [topic] };
    const down = {
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    };
    expect(
      named(recorded, "shop-company-office-tunnel-2-SiteToSiteTunnelDown").inputs,
    ).to.deep.equal({
      ...down,
      namespace: "AWS/VPN",
      metricName: "TunnelState",
      dimensions: dimensions(2),
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 3,
      alarmDescription:
        "Tunnel 2 of the VPN connection office has been down for 15 minutes. Runbook: docs/runbooks/SiteToSiteTunnelDown.md",
      ...told,
    });
    const metric = {
      namespace: "AWS/VPN",
      metricName: "TunnelState",
      stat: "Maximum",
      period: 300,
    };
    expect(named(recorded, "shop-company-office-SiteToSiteConnectionDown").inputs).to.deep.equal({
      ...down,
      evaluationPeriods: 1,
      metricQueries: [
        { id: "t1", metric: { ...metric, dimensions: dimensions(1) } },
        { id: "t2", metric: { ...metric, dimensions: dimensions(2) } },
        { id: "up", expression: "MAX([t1, t2])", label: "tunnels up", returnData: true },
      ],
      alarmDescription:
        "Both tunnels of the VPN connection office are down. Runbook: docs/runbooks/SiteToSiteConnectionDown.md",
      ...told,
    });
  });

  it("has a second connection, and an alarm when none is up", async () => {
    const { recorded, made } = await record({ office, branch });
    expect(children(recorded)).to.include.members([...ofOne("office"), ...ofOne("branch")]);
    expect(named(recorded, "shop-company-SiteToSiteVpnDown").inputs).to.deep.equal({
      alarmName: "hanok-test-shop-company-SiteToSiteVpnDown",
      alarmRule:
        'ALARM("shop-company-office-SiteToSiteConnectionDown-1a2b3c4") AND ALARM("shop-company-branch-SiteToSiteConnectionDown-1a2b3c4")',
      alarmDescription:
        "No VPN connection to the company is left. Runbook: docs/runbooks/SiteToSiteVpnDown.md",
      alarmActions: [topic],
      okActions: [topic],
    });
    expect(Object.keys(made.connections)).to.deep.equal(["office", "branch"]);
    expect(made.ready).to.have.length(4);
  });
});
