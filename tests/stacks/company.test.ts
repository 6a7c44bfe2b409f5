import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { systems } from "../../apps/index.ts";
import { environment } from "../../stacks/environment.ts";
import { deploy, type Outputs } from "../../stacks/platform.ts";
import { fromFile } from "../../stacks/settings/read.ts";
import { readStackFile } from "../../stacks/settings/yaml.ts";
import { awsAnswers, awsOutputs } from "../../ops/mocks/aws.ts";
import { madeUp } from "../support/local-stack.ts";
import { recordResources } from "../../ops/mocks/recorder.ts";

/** A company with a data centre, a branch without BGP, people at home, and internal domains. */
const yaml = `
config:
  hanok:profile: prod
  hanok:region: ap-northeast-2
  hanok:zones: [ap-northeast-2a, ap-northeast-2c]
  hanok:domain: shop.example.com
  hanok:registry: 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com
  hanok:systems: [zipbob]
  hanok:versions: 0.1.0
  hanok:alarms: { email: [operations@example.com] }
  hanok:network:
    cidr: 10.0.0.0/16
    company: [192.168.0.0/16, 10.200.0.0/16]
    zones:
      publicZone: { kind: existing, name: example.com }
      privateZone: internal.shop.example.com
      certificateAuthorities: [amazon.com]
      certificates: cloudfront
    clientVpn:
      authentication:
        kind: certificate
        rootCertificateArn: arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-1111-2222-3333-444444444444
      serverCertificateArn: arn:aws:acm:ap-northeast-2:123456789012:certificate/22222222-1111-2222-3333-444444444444
      clientCidr: 10.250.0.0/20
      redundancy: zonal
      authorizations: [{ cidr: 10.0.0.0/16 }, { cidr: 192.168.10.0/24 }]
      routes: [192.168.10.0/24]
    siteToSiteVpn:
      connections:
        data-centre:
          customerGateway: { address: 203.0.113.12 }
          routing: { kind: bgp, asn: 65010 }
        branch:
          customerGateway: { address: 198.51.100.7 }
          routing: { kind: static, networks: [192.168.20.0/24] }
          suite: compatible
    resolver:
      forward:
        - domain: corp.example.net
          servers: [192.168.10.53, 192.168.11.53]
        - domain: 168.192.in-addr.arpa
          servers: [192.168.10.53]
      inbound: [192.168.0.0/16]
  # a cluster that is there
  hanok:cluster: { kind: existing, kubeconfig: kubeconfig, identifier: ours }
  hanok:internalGateway: false
  hanok:stores: cluster
  hanok:secrets: { kind: generated }
  hanok:charts: { kind: folder, path: charts }
`;

const load = () => environment("shop", fromFile(readStackFile(yaml, "Pulumi.shop.yaml")), systems);

async function record() {
  const told: unknown[] = [];
  const resources = await recordResources(
    async () => {
      const { network } = await deploy(load());
      pulumi.output<Outputs["network"]>(network).apply((all) => told.push(all));
    },
    {
      stack: "shop",
      outputs: (resource) =>
        resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
      answers: awsAnswers,
    },
  );
  return { resources, outputs: told[0] };
}

describe("a stack that is connected to a company", () => {
  it("needs settings only, with the profile's strategies", () => {
    const { network, alarms } = load();
    expect(alarms).to.deep.include({ email: ["operations@example.com"] });
    if (network.kind !== "vpc") throw new Error("there is no VPC");
    expect(network).to.deep.include({ nat: "per-zone", flowLogs: { retentionDays: 90 } });
    expect(network.siteToSiteVpn?.connections["branch"]?.suite).to.equal("compatible");
    expect(network.resolver?.forward?.map(({ domain }) => domain)).to.deep.equal([
      "corp.example.net",
      "168.192.in-addr.arpa",
    ]);
  });

  it("outputs the information for the company's network", async () => {
    const { outputs } = await record();
    const arn = (name: string) => `arn:aws:test:ap-northeast-2:123456789012:${name}`;
    const tunnels = (name: string) =>
      [1, 2].map((tunnel) => `network-site-to-site-vpn-${name}-outside-${tunnel}`);
    expect(outputs).to.deep.equal({
      vpcId: "vpc-1",
      natAddresses: ["a", "c"].map((zone) => `address of network-nat-ap-northeast-2${zone}`),
      nameServers: ["ns-1.awsdns-01.org"],
      certificateArn: arn("network-certificates"),
      cloudFrontCertificateArn: arn("network-certificates-cloudfront"),
      resolverAddresses: ["10.20.1.9", "10.20.5.7"],
      clientVpn: {
        endpointId: "network-client-vpn-id",
        dnsName: "cvpn-endpoint.example",
      },
      siteToSiteVpn: {
        addresses: { "data-centre": tunnels("data-centre"), branch: tunnels("branch") },
        keyReaderPolicyArn: arn("network-site-to-site-vpn-key-reader"),
      },
      alarmTopicArn: arn("alarms"),
    });
  });

  it("sends all alarms to the recipients through one topic", async () => {
    const { resources } = await record();
    const alarms = resources.filter(({ type }) => /:(Metric|Composite)Alarm$/.test(type));
    expect(alarms).to.have.length.greaterThan(10);
    const topics = new Set(alarms.map(({ inputs }) => JSON.stringify(inputs["alarmActions"])));
    expect([...topics]).to.deep.equal(['["arn:aws:test:ap-northeast-2:123456789012:alarms"]']);
    const heard = resources.filter(({ type }) => type.endsWith(":TopicSubscription"));
    expect(heard.map(({ inputs }) => inputs["endpoint"])).to.deep.equal(["operations@example.com"]);
  });

  it("creates the domain's records in its parent zone", async () => {
    const { resources } = await record();
    const records = resources.filter(({ type }) => type === "aws:route53/record:Record");
    expect(records.map(({ name, inputs }) => [name, inputs["zoneId"]])).to.deep.equal([
      ["network-certificates-validation", "zone of example.com"],
      ["network-zones-caa", "zone of example.com"],
    ]);
  });

  it("creates its roles and policies in the path of stacks", async () => {
    const { resources } = await record();
    const policy = resources.find(({ type }) => type === "aws:iam/policy:Policy");
    expect(policy?.inputs["path"]).to.equal("/hanok/");
  });
});
