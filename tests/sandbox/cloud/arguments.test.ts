import { expect } from "chai";
import type { Properties } from "../../../sandbox/cloud/model.ts";
import { resourceFacts } from "../../../sandbox/cloud/facts.ts";
import { ArgumentCheck } from "../../../sandbox/cloud/resource/arguments.ts";
import { unknownValue } from "../../../sandbox/cloud/values.ts";

/** Reasons for which the provider's schema refuses inputs; none if it takes them. */
function reasons(type: string, inputs: Properties, secrets: readonly string[] = []): string[] {
  const facts = resourceFacts(type);
  if (facts === undefined) throw new Error(`${type} has no facts`);
  return new ArgumentCheck(facts, inputs, new Set(secrets)).faults.map(({ reason }) => reason);
}

interface Case {
  readonly is: string;
  readonly type: string;
  /** Inputs that are right. */
  readonly right: Properties;
  /** What makes them wrong. */
  readonly wrong: Properties;
  readonly says: RegExp;
}

const vpn = "aws:ec2/vpnConnection:VpnConnection";
const tunnel = { customerGatewayId: "cgw-1", type: "ipsec.1", transitGatewayId: "tgw-1" };
const alarm = {
  name: "cpu",
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 1,
  threshold: 80,
};
const query = (period: number) => ({
  metricQueries: [
    { id: "m1", metric: { metricName: "CPU", namespace: "A", stat: "Maximum", period } },
  ],
});
const ingress = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 443, toPort: 443 };

const cases: readonly Case[] = [
  {
    is: "a launch template with a way to metadata that does not exist",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    right: { metadataOptions: { httpTokens: "required" } },
    wrong: { metadataOptions: { httpTokens: "mandatory" } },
    says: /^metadataOptions\.httpTokens of aws:ec2\/launchTemplate:LaunchTemplate is "mandatory": it must be one of "optional", "required"$/,
  },
  {
    is: "a launch template with a type of volume that does not exist",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    right: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3" } }] },
    wrong: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp4" } }] },
    says: /^blockDeviceMappings\.ebs\.volumeType of .* is "gp4": it must be one of .*"gp3"/,
  },
  {
    is: "an add-on that keeps conflicts when it is created",
    type: "aws:eks/addon:Addon",
    right: {
      addonName: "coredns",
      clusterName: "dev",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "PRESERVE",
    },
    wrong: { resolveConflictsOnCreate: "PRESERVE" },
    says: /^resolveConflictsOnCreate of .* is "PRESERVE": it must be one of "NONE", "OVERWRITE"$/,
  },
  {
    is: "a route to an address that is not a CIDR block",
    type: "aws:ec2/route:Route",
    right: { routeTableId: "rtb-1", destinationCidrBlock: "10.1.0.0/16", gatewayId: "igw-1" },
    wrong: { destinationCidrBlock: "10.1.0.0" },
    says: /^destinationCidrBlock of .* is "10\.1\.0\.0": it must be an IPv4 CIDR block/,
  },
  {
    is: "a route with two destinations",
    type: "aws:ec2/route:Route",
    right: { routeTableId: "rtb-1", destinationCidrBlock: "10.1.0.0/16", gatewayId: "igw-1" },
    wrong: { destinationPrefixListId: "pl-1" },
    says: /needs exactly one of .*: given are destinationCidrBlock, destinationPrefixListId$/,
  },
  {
    is: "a security group's rule from an address with bits of the host",
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    right: { ...ingress, cidrIpv4: "10.0.0.0/8" },
    wrong: { cidrIpv4: "10.0.0.1/8" },
    says: /^cidrIpv4 of .* is "10\.0\.0\.1\/8": it must be an IPv4 CIDR block that begins at/,
  },
  {
    is: "a security group's rule from nobody",
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    right: { ...ingress, prefixListId: "pl-1" },
    wrong: { prefixListId: undefined },
    says: /needs exactly one of cidrIpv4, .*: none is given$/,
  },
  {
    is: "a rule in a security group from no network",
    type: "aws:ec2/securityGroup:SecurityGroup",
    right: { ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, cidrBlocks: ["10.0.0.0/8"] }] },
    wrong: { ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, cidrBlocks: ["everyone"] }] },
    says: /^ingress\.cidrBlocks of .* is "everyone"/,
  },
  {
    is: "a tunnel's encryption that does not exist",
    type: vpn,
    right: { ...tunnel, tunnel1Phase1EncryptionAlgorithms: ["AES256"] },
    wrong: { tunnel1Phase1EncryptionAlgorithms: ["AES256", "DES"] },
    says: /^tunnel1Phase1EncryptionAlgorithms of .* is "DES": it must be one of "AES128", "AES256"/,
  },
  {
    is: "a tunnel's lifetime that is too long",
    type: vpn,
    right: { ...tunnel, tunnel2Phase2LifetimeSeconds: 3600 },
    wrong: { tunnel2Phase2LifetimeSeconds: 3601 },
    says: /^tunnel2Phase2LifetimeSeconds of .* is 3601: it must be 900 to 3600$/,
  },
  {
    is: "a tunnel's range outside of link-local addresses",
    type: vpn,
    right: { ...tunnel, tunnel1InsideCidr: "169.254.10.0/30" },
    wrong: { tunnel1InsideCidr: "10.0.0.0/30" },
    says: /^tunnel1InsideCidr of .* is "10\.0\.0\.0\/30": it must match/,
  },
  {
    is: "a resolver's target at a port that does not exist",
    type: "aws:route53/resolverRule:ResolverRule",
    right: { domainName: "a.b", ruleType: "FORWARD", targetIps: [{ ip: "10.0.0.2", port: 53 }] },
    wrong: { targetIps: [{ ip: "10.0.0.2", port: 99_999 }] },
    says: /^targetIps\.port of .* is 99999: it must be 1 to 65535$/,
  },
  {
    is: "an alarm's query every seven seconds",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    right: { ...alarm, ...query(10) },
    wrong: query(7),
    says: /^metricQueries\.metric\.period of .* is 7: it must be one of 1, 5, 10, 20, 30 or a multiple of 60$/,
  },
  {
    is: "an alarm with a metric and queries",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    right: { ...alarm, ...query(120) },
    wrong: { metricName: "CPU" },
    says: /conflicts with metric/,
  },
  {
    is: "a subnet smaller than one address",
    type: "aws:ec2/subnet:Subnet",
    right: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
    wrong: { cidrBlock: "10.0.0.0/33" },
    says: /^cidrBlock of aws:ec2\/subnet:Subnet is "10\.0\.0\.0\/33": it must be an IPv4 CIDR block/,
  },
  {
    is: "a nested input that does not exist",
    type: "aws:eks/cluster:Cluster",
    right: {
      name: "dev",
      roleArn: "arn:aws:iam::123456789012:role/eks",
      vpcConfig: { subnetIds: ["subnet-1"], endpointPrivateAccess: true },
    },
    wrong: { vpcConfig: { subnetIds: ["subnet-1"], privateAccess: true } },
    says: /^vpcConfig\.privateAccess of aws:eks\/cluster:Cluster is not an input: remove it$/,
  },
  {
    is: "a required part of an object that is missing",
    type: "aws:eks/cluster:Cluster",
    right: {
      name: "dev",
      roleArn: "arn:aws:iam::123456789012:role/eks",
      vpcConfig: { subnetIds: ["subnet-1"] },
    },
    wrong: { vpcConfig: { endpointPublicAccess: false } },
    says: /^vpcConfig\.subnetIds of aws:eks\/cluster:Cluster is required$/,
  },
  {
    is: "a role's ARN that is a name",
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    right: {
      clusterName: "dev",
      namespace: "a",
      serviceAccount: "b",
      roleArn: "arn:aws:iam::123456789012:role/a",
    },
    wrong: { roleArn: "role/a" },
    says: /^roleArn of .* is "role\/a": it must be an ARN/,
  },
  {
    is: "a policy that is not JSON",
    type: "aws:sqs/queuePolicy:QueuePolicy",
    right: { queueUrl: "https://sqs", policy: '{"Version":"2012-10-17"}' },
    wrong: { policy: "{" },
    says: /^policy of .* is "\{": it must be JSON$/,
  },
  {
    is: "a number that is a word",
    type: "aws:sqs/queue:Queue",
    right: { delaySeconds: "5" },
    wrong: { delaySeconds: "five" },
    says: /^delaySeconds of .* is "five": it must be a number$/,
  },
  {
    is: "six security groups of a broker",
    type: "aws:mq/broker:Broker",
    right: {
      brokerName: "mq",
      engineType: "RabbitMQ",
      engineVersion: "3.13",
      hostInstanceType: "mq.m7g.medium",
      users: [{ username: "ada", password: "correct-horse-battery" }],
      securityGroups: ["sg-1"],
    },
    wrong: { securityGroups: ["1", "2", "3", "4", "5", "6"] },
    says: /^securityGroups of .* has 6 elements: it must have at most 5$/,
  },
];

describe("what the provider refuses before it asks AWS", () => {
  for (const { is, type, right, wrong, says } of cases) {
    it(is, () => {
      expect(reasons(type, right), "the right inputs").to.deep.equal([]);
      const found = reasons(type, { ...right, ...wrong });
      expect(found.join("\n")).to.match(says);
      expect(found, found.join("\n")).to.have.lengthOf.at.most(2);
    });
  }

  it("is silent about what is not known yet, wherever it stands", () => {
    const lifted = { ...tunnel, tunnel1InsideCidr: unknownValue, tunnel1IkeVersions: unknownValue };
    expect(reasons(vpn, lifted)).to.deep.equal([]);
    expect(reasons("aws:ec2/route:Route", { routeTableId: unknownValue })).to.have.length(2);
    const half = { routeTableId: unknownValue, destinationCidrBlock: unknownValue };
    expect(reasons("aws:ec2/route:Route", { ...half, gatewayId: unknownValue })).to.deep.equal([]);
    const group = { ingress: [{ securityGroups: [unknownValue], fromPort: "x" }] };
    expect(reasons("aws:ec2/securityGroup:SecurityGroup", group).join()).to.match(/fromPort/);
  });

  it("does not tell a secret", () => {
    const inputs = { ...tunnel, tunnel1PresharedKey: "0-secret" };
    expect(reasons(vpn, inputs).join()).to.match(/is \(secret\): it must match/);
    const tags = reasons(vpn, { ...tunnel, localIpv4NetworkCidr: "hush" }, [
      "localIpv4NetworkCidr",
    ]);
    expect(tags.join()).to.not.contain("hush");
  });
});
