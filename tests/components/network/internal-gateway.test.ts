import { expect } from "chai";
import { describe, it } from "mocha";
import type { NetworkArgs } from "../../../components/network/index.ts";
import type { VpcOptions } from "../../../components/network/options.ts";
import { topic } from "./record.ts";
import { networkArgs, recordNetwork, threeZones } from "./vpc-under-test.ts";
import { everyWay } from "./ways.ts";

const privateZone = "internal.example.com";
const zones: VpcOptions["zones"] = { publicZone: { kind: "existing" }, privateZone };

const record = (more: Partial<VpcOptions>, args: Partial<NetworkArgs> = {}) =>
  recordNetwork(
    networkArgs(more, { alarmTopicArn: topic, ...args }),
    ({ domain: { privateZone: name, privateCertificateArn } }) => ({ name, privateCertificateArn }),
  );

/** Children that only an internal gateway adds to a network. */
async function added(more: Partial<VpcOptions>): Promise<readonly string[]> {
  const names = async (internalGateway: boolean) =>
    (await record(more, { internalGateway })).resources.map(
      ({ type, name }) => `${type.split(":").at(-1)} ${name}`,
    );
  const before = await names(false);
  return (await names(true)).filter((one) => !before.includes(one));
}

describe("components/network: for an internal gateway", () => {
  it("has a certificate for the private zone, validated in the public zone", async () => {
    expect(await added({ zones })).to.have.members([
      "Certificate network-private-certificates",
      "Record network-private-certificates-validation",
      "CertificateValidation network-private-certificates",
      "MetricAlarm network-private-certificates-CertificateExpires",
    ]);
    const { resources, asked } = await record({ zones }, { internalGateway: true });
    const of = (name: string, type: string) =>
      resources.find((one) => one.name === name && one.type.endsWith(type))?.inputs;
    expect(of("network-private-certificates", ":Certificate")).to.deep.include({
      domainName: privateZone,
      subjectAlternativeNames: [`*.${privateZone}`],
      validationMethod: "DNS",
    });
    expect(of("network-private-certificates-validation", ":Record")).to.deep.include({
      zoneId: "zone of example.com",
    });
    expect(asked).to.deep.equal({
      name: privateZone,
      privateCertificateArn:
        "arn:aws:test:ap-northeast-2:123456789012:network-private-certificates",
    });
  });

  it("has none before the delegation, without a private zone, or without an internal gateway", async () => {
    const publicZone = { kind: "new", delegated: false } as const;
    expect(await added({ zones: { publicZone, privateZone } })).to.deep.equal([]);
    expect(await added({ zones: { publicZone: { kind: "existing" } } })).to.deep.equal([]);
    const { asked } = await record({ zones });
    expect(asked).to.deep.equal({ name: privateZone, privateCertificateArn: undefined });
  });

  it("lets its load balancer's subnets answer an office", async () => {
    const { siteToSiteVpn } = everyWay;
    const zone: VpcOptions["zones"] = { publicZone: { kind: "new", delegated: false } };
    expect(await added({ zones: zone, siteToSiteVpn })).to.have.members(
      threeZones.map(
        (name) => `VpnGatewayRoutePropagation network-site-to-site-vpn-public-${name}`,
      ),
    );
    const { resources } = await record({ zones: zone, siteToSiteVpn }, { internalGateway: true });
    threeZones.forEach((name, index) => {
      const found = resources.find((one) => one.name === `network-site-to-site-vpn-public-${name}`);
      expect(found?.inputs).to.deep.equal({
        routeTableId: `rtb-public-${index + 1}`,
        vpnGatewayId: "network-site-to-site-vpn-id",
      });
    });
  });
});
