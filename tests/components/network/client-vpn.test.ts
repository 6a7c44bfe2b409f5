import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { type ClientVpnArgs, createClientVpn } from "../../../components/network/client-vpn.ts";
import type { ClientVpnOptions } from "../../../components/network/client-vpn/options.ts";
import { certificate, children, named, recordPart, topic } from "./record.ts";

const plain: ClientVpnOptions = {
  authentication: { kind: "certificate", rootCertificateArn: certificate(2) },
  serverCertificateArn: certificate(1),
  clientCidr: "172.20.0.0/20",
};

const saml = "arn:aws:iam::123456789012:saml-provider/";
const sso: ClientVpnOptions = {
  ...plain,
  authentication: {
    kind: "sso",
    samlProviderArn: `${saml}vpn`,
    selfServiceSamlProviderArn: `${saml}portal`,
  },
};

const record = (vpn: ClientVpnOptions, more: Partial<ClientVpnArgs> = {}) =>
  recordPart((options) =>
    createClientVpn(
      "shop-vpn",
      {
        vpn,
        vpcId: "vpc-1",
        vpcCidr: "10.20.0.0/16",
        subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
        alarmTopicArn: topic,
        ...more,
      },
      options,
    ),
  );

const plainChildren = [
  "SecurityGroup shop-vpn-clients",
  "SecurityGroupEgressRule shop-vpn-clients-egress-all-10-20-0-0-16",
  "LogGroup shop-vpn-connections",
  "LogStream shop-vpn-connections",
  "Endpoint shop-vpn",
  "AuthorizationRule shop-vpn-authorization-10-20-0-0-16",
  "NetworkAssociation shop-vpn-association-1",
  "MetricAlarm shop-vpn-ClientVpnAuthenticationFailures",
  "MetricAlarm shop-vpn-ClientVpnRevocationListExpires",
  "MetricAlarm shop-vpn-server-CertificateExpires",
  "MetricAlarm shop-vpn-root-CertificateExpires",
];

describe("Client VPN", () => {
  it("has an endpoint with one association in the VPC by default", async () => {
    const recorded = await record(plain);
    expect(children(recorded)).to.have.members(plainChildren);
    expect(new Set(recorded.map(({ parent }) => parent))).to.deep.equal(new Set(["shop"]));
    expect(named(recorded, "shop-vpn").inputs).to.deep.equal({
      authenticationOptions: [
        { type: "certificate-authentication", rootCertificateChainArn: certificate(2) },
      ],
      serverCertificateArn: certificate(1),
      clientCidrBlock: "172.20.0.0/20",
      splitTunnel: true,
      transportProtocol: "udp",
      vpnPort: 443,
      sessionTimeoutHours: 12,
      disconnectOnSessionTimeout: true,
      selfServicePortal: "disabled",
      clientLoginBannerOptions: { enabled: false },
      vpcId: "vpc-1",
      securityGroupIds: ["shop-vpn-clients-id"],
      dnsServers: ["10.20.0.2"],
      connectionLogOptions: {
        enabled: true,
        cloudwatchLogGroup: "shop-vpn-connections-1a2b3c4",
        cloudwatchLogStream: "connections",
      },
      tags: { Name: "shop-vpn" },
    });
    expect(named(recorded, "shop-vpn-connections", "LogGroup").inputs).to.deep.equal({
      retentionInDays: 90,
      tags: { Name: "shop-vpn-connections" },
    });
    expect(named(recorded, "shop-vpn-association-1").inputs).to.deep.equal({
      clientVpnEndpointId: "shop-vpn-id",
      subnetId: "subnet-a",
    });
    expect(named(recorded, "shop-vpn-authorization-10-20-0-0-16").inputs).to.deep.equal({
      clientVpnEndpointId: "shop-vpn-id",
      targetNetworkCidr: "10.20.0.0/16",
      authorizeAllGroups: true,
    });
    expect(named(recorded, "shop-vpn-clients").inputs).to.deep.equal({
      vpcId: "vpc-1",
      description: "What Client VPN brings in",
      tags: { Name: "shop-vpn-clients" },
    });
    expect(named(recorded, "shop-vpn-clients-egress-all-10-20-0-0-16").inputs).to.deep.equal({
      securityGroupId: "shop-vpn-clients-id",
      cidrIpv4: "10.20.0.0/16",
      ipProtocol: "-1",
    });
  });

  it("has associations in two zones with redundancy, and each route through both", async () => {
    const recorded = await record({
      ...plain,
      redundancy: "zonal",
      routes: ["192.168.0.0/16"],
      authorizations: [{ cidr: "10.20.0.0/16" }, { cidr: "192.168.0.0/16" }],
    });
    expect(children(recorded)).to.have.members([
      ...plainChildren,
      "SecurityGroupEgressRule shop-vpn-clients-egress-all-192-168-0-0-16",
      "AuthorizationRule shop-vpn-authorization-192-168-0-0-16",
      "NetworkAssociation shop-vpn-association-2",
      "Route shop-vpn-route-192-168-0-0-16-1",
      "Route shop-vpn-route-192-168-0-0-16-2",
    ]);
    const route = named(recorded, "shop-vpn-route-192-168-0-0-16-2");
    expect(route.inputs).to.deep.equal({
      clientVpnEndpointId: "shop-vpn-id",
      destinationCidrBlock: "192.168.0.0/16",
      targetVpcSubnetId: "subnet-b",
    });
    expect(route.dependsOn).to.include("shop-vpn-association-2");
  });

  it("uses an identity provider, and authorises its groups", async () => {
    const recorded = await record({
      ...sso,
      authorizations: [{ cidr: "10.20.0.0/16" }, { cidr: "10.20.8.0/24", group: "dba" }],
    });
    expect(named(recorded, "shop-vpn").inputs).to.deep.include({
      authenticationOptions: [
        {
          type: "federated-authentication",
          samlProviderArn: `${saml}vpn`,
          selfServiceSamlProviderArn: `${saml}portal`,
        },
      ],
      selfServicePortal: "enabled",
    });
    expect(named(recorded, "shop-vpn-authorization-10-20-8-0-24-dba").inputs).to.deep.equal({
      clientVpnEndpointId: "shop-vpn-id",
      targetNetworkCidr: "10.20.8.0/24",
      accessGroupId: "dba",
    });
    expect(
      recorded.filter(({ type }) => type.endsWith("MetricAlarm")).map(({ name }) => name),
    ).to.have.members([
      "shop-vpn-ClientVpnAuthenticationFailures",
      "shop-vpn-ClientVpnIdentityProviderExpires",
      "shop-vpn-server-CertificateExpires",
    ]);
  });

  it("passes every setting to the endpoint", async () => {
    const recorded = await record({
      ...plain,
      tunnel: "full",
      transport: "tcp",
      port: 1194,
      sessionHours: 8,
      banner: "Company devices only",
      dns: ["10.20.0.53", "10.20.0.54"],
      authorizations: [{ cidr: "0.0.0.0/0" }],
      logRetentionDays: 365,
    });
    expect(named(recorded, "shop-vpn").inputs).to.deep.include({
      splitTunnel: false,
      transportProtocol: "tcp",
      vpnPort: 1194,
      sessionTimeoutHours: 8,
      clientLoginBannerOptions: { enabled: true, bannerText: "Company devices only" },
      dnsServers: ["10.20.0.53", "10.20.0.54"],
    });
    expect(named(recorded, "shop-vpn-route-0-0-0-0-0-1").inputs).to.deep.include({
      destinationCidrBlock: "0.0.0.0/0",
    });
    expect(named(recorded, "shop-vpn-connections", "LogGroup").inputs.retentionInDays).to.equal(
      365,
    );
  });

  it("leaves DNS to the device, or uses both addresses of the inbound endpoint in a fixed order", async () => {
    const servers = async (vpn: ClientVpnOptions, more: Partial<ClientVpnArgs> = {}) =>
      named(await record(vpn, more), "shop-vpn").inputs.dnsServers;
    expect(await servers({ ...plain, dns: "device" })).to.deep.equal([]);
    const inboundAddresses = pulumi.output(["10.20.9.4", "10.20.1.4", "10.20.5.4"]);
    expect(await servers({ ...plain, dns: "inbound" }, { inboundAddresses })).to.deep.equal([
      "10.20.1.4",
      "10.20.5.4",
    ]);
  });

  it("has alarms for the endpoint and its certificates", async () => {
    const recorded = await record(plain);
    const told = { alarmActions: [topic], okActions: [topic] };
    expect(named(recorded, "shop-vpn-ClientVpnAuthenticationFailures").inputs).to.deep.equal({
      namespace: "AWS/ClientVPN",
      metricName: "AuthenticationFailures",
      dimensions: { Endpoint: "shop-vpn-id" },
      statistic: "Sum",
      period: 900,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 20,
      treatMissingData: "notBreaching",
      alarmDescription:
        "Client VPN has refused 20 log-ins or more in 15 minutes. Runbook: docs/runbooks/ClientVpnAuthenticationFailures.md",
      ...told,
    });
    expect(named(recorded, "shop-vpn-ClientVpnRevocationListExpires").inputs).to.deep.include({
      metricName: "CrlDaysToExpiry",
      dimensions: { Endpoint: "shop-vpn-id" },
      statistic: "Minimum",
      comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: 14,
      ...told,
    });
    expect(named(recorded, "shop-vpn-root-CertificateExpires").inputs).to.deep.include({
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: certificate(2) },
      threshold: 30,
      treatMissingData: "ignore",
      ...told,
    });
  });

  it("has alarms without recipients if there is no topic", async () => {
    const recorded = await record(plain, { alarmTopicArn: undefined });
    expect(named(recorded, "shop-vpn-ClientVpnAuthenticationFailures").inputs).to.deep.include({
      alarmActions: [],
      okActions: [],
    });
  });
});
