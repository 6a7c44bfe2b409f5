import { expect } from "chai";
import { describe, it } from "mocha";
import { createResolver, type Resolver, shortName } from "../../../components/network/resolver.ts";
import { validateResolver } from "../../../components/network/resolver/validate.ts";
import {
  type ResolverOptions,
  resolverOptions,
} from "../../../components/network/resolver/options.ts";
import { children, named, recordPart, validateSchema, told, topic } from "./record.ts";

const corp = { domain: "corp.example.com", servers: ["192.168.0.53", "192.168.1.53"] };

async function record(resolver: ResolverOptions) {
  let made: Resolver | undefined;
  let addresses: readonly string[] | undefined;
  const recorded = await recordPart((options) => {
    made = createResolver(
      "shop-dns",
      { resolver, vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"], alarmTopicArn: topic },
      options,
    );
    made.inboundAddresses?.apply((all) => (addresses = all));
  });
  return { recorded, made: made!, addresses };
}

const rulesOf = (name: string, direction: string, cidr: string) =>
  ["udp", "tcp"].map(
    (protocol) =>
      `SecurityGroup${direction === "egress" ? "Egress" : "Ingress"}Rule ${name}-${direction}-${protocol}-53-${cidr}`,
  );
const outbound = [
  "SecurityGroup shop-dns-outbound",
  ...rulesOf("shop-dns-outbound", "egress", "192-168-0-53-32"),
  ...rulesOf("shop-dns-outbound", "egress", "192-168-1-53-32"),
  "ResolverEndpoint shop-dns-outbound",
  "MetricAlarm shop-dns-outbound-ResolverEndpointUnhealthy",
  "ResolverRule shop-dns-corp-example-com",
  "ResolverRuleAssociation shop-dns-corp-example-com",
];
const inbound = [
  "SecurityGroup shop-dns-inbound",
  ...rulesOf("shop-dns-inbound", "ingress", "192-168-0-0-16"),
  "ResolverEndpoint shop-dns-inbound",
  "MetricAlarm shop-dns-inbound-ResolverEndpointUnhealthy",
];

describe("resolver", () => {
  it("forwards the company's names to its servers, from two zones", async () => {
    const { recorded, made } = await record({ forward: [corp] });
    expect(children(recorded)).to.have.members(outbound);
    expect(named(recorded, "shop-dns-outbound", "ResolverEndpoint").inputs).to.deep.equal({
      direction: "OUTBOUND",
      resolverEndpointType: "IPV4",
      protocols: ["Do53"],
      securityGroupIds: ["shop-dns-outbound-id"],
      ipAddresses: [{ subnetId: "subnet-a" }, { subnetId: "subnet-b" }],
      tags: { Name: "shop-dns-outbound" },
    });
    expect(named(recorded, "shop-dns-outbound-egress-udp-53-192-168-0-53-32").inputs).to.deep.equal(
      {
        securityGroupId: "shop-dns-outbound-id",
        cidrIpv4: "192.168.0.53/32",
        ipProtocol: "udp",
        fromPort: 53,
        toPort: 53,
      },
    );
    expect(named(recorded, "shop-dns-corp-example-com", "ResolverRule").inputs).to.deep.equal({
      domainName: "corp.example.com",
      ruleType: "FORWARD",
      resolverEndpointId: "shop-dns-outbound-id",
      targetIps: [
        { ip: "192.168.0.53", port: 53, protocol: "Do53" },
        { ip: "192.168.1.53", port: 53, protocol: "Do53" },
      ],
      tags: { Name: "shop-dns-corp-example-com" },
    });
    expect(
      named(recorded, "shop-dns-corp-example-com", "ResolverRuleAssociation").inputs,
    ).to.deep.equal({ resolverRuleId: "shop-dns-corp-example-com-id", vpcId: "vpc-1" });
    expect(made.inboundAddresses).to.equal(undefined);
    expect(made.ready).to.have.length(1);
  });

  it("answers the company, and outputs its addresses in a fixed order", async () => {
    const { recorded, made, addresses } = await record({ inbound: ["192.168.0.0/16"] });
    expect(children(recorded)).to.have.members(inbound);
    expect(named(recorded, "shop-dns-inbound", "ResolverEndpoint").inputs.direction).to.equal(
      "INBOUND",
    );
    expect(addresses).to.deep.equal(["10.20.1.9", "10.20.5.7"]);
    expect(made.ready).to.have.length(1);
  });

  it("does both, with alarms for both", async () => {
    const { recorded } = await record({ forward: [corp], inbound: ["192.168.0.0/16"] });
    expect(children(recorded)).to.have.members([...outbound, ...inbound]);
    expect(named(recorded, "shop-dns-inbound-ResolverEndpointUnhealthy").inputs).to.deep.equal({
      namespace: "AWS/Route53Resolver",
      metricName: "EndpointUnhealthyENICount",
      dimensions: { EndpointId: "shop-dns-inbound-id" },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 2,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmDescription:
        "An interface of the inbound resolver endpoint has not recovered for 10 minutes. Runbook: docs/runbooks/ResolverEndpointUnhealthy.md",
      alarmActions: [topic],
      okActions: [topic],
    });
  });

  it("allows a server of two domains once", async () => {
    const { recorded } = await record({ forward: [corp, { ...corp, domain: "corp" }] });
    expect(children(recorded)).to.have.members([
      ...outbound,
      "ResolverRule shop-dns-corp",
      "ResolverRuleAssociation shop-dns-corp",
    ]);
  });
});

describe("the name of a rule", () => {
  it("is Pulumi's own if Resolver accepts it, else 64 characters", () => {
    expect(shortName("x".repeat(56))).to.deep.equal({});
    const [one, other] = ["a", "b"].map((end) => shortName(`${"x".repeat(80)}${end}`).name);
    expect(one).to.have.length(64);
    expect(one).to.not.equal(other);
  });
});

describe("settings of the resolver", () => {
  const alone = (raw: unknown) => told(validateSchema(resolverOptions, raw, "dns"));
  const across = (options: ResolverOptions, privateZone?: string) =>
    told(validateResolver(options, { privateZone, vpcCidr: "10.20.0.0/16" }, "dns"));

  it("accept the documented forms", () => {
    expect(alone({ forward: [corp], inbound: ["192.168.0.0/16"] })).to.deep.equal([]);
    const reverse = { ...corp, domain: "168.192.in-addr.arpa" };
    expect(alone({ forward: [reverse, { ...corp, domain: "corp" }] })).to.deep.equal([]);
    expect(across({ forward: [corp] }, "internal.example.com")).to.deep.equal([]);
  });

  for (const [wrong, expected] of [
    [{ domain: "." }, "domain is every name"],
    [{ domain: "amazonaws.com" }, "domain is AWS's own"],
    [{ domain: "ap-northeast-2.compute.internal" }, "domain is AWS's own"],
    [{ domain: "corp.example.com." }, "domain ends with a dot"],
    [{ servers: [] }, "servers is empty"],
    [{ servers: ["ns.example.com"] }, "servers[0] is not an IPv4 address"],
    [
      { servers: [1, 2, 3, 4, 5, 6, 7].map((last) => `192.168.0.${last}`) },
      "servers has 7 entries",
    ],
  ] as const) {
    it(`reject: ${expected}`, () => {
      expect(alone({ forward: [{ ...corp, ...wrong }] })).to.deep.equal([
        `dns.forward[0].${expected}`,
      ]);
    });
  }

  it("reject names of another rule, the private zone or the VPC, and rules without an effect", () => {
    expect(
      across({ forward: [corp, { domain: "corp.example.com", servers: ["10.20.0.2"] }] }),
    ).to.deep.equal([
      "dns.forward[1].domain is that of dns.forward[0]",
      "dns.forward[1].servers[0] is in the VPC",
    ]);
    expect(across({ forward: [corp] }, "corp.example.com")).to.deep.equal([
      "dns.forward[0].domain takes the names of the private zone corp.example.com",
    ]);
    expect(across({ forward: [], inbound: [] })).to.deep.equal([
      "dns asks nobody and answers nobody",
    ]);
  });
});
