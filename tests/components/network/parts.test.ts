import { expect } from "chai";
import { describe, it } from "mocha";
import {
  endpointNames,
  endpointServices,
  endpointUsdPerMonth,
} from "../../../components/network/endpoint-services.ts";
import { natUserData } from "../../../components/network/nat-template.ts";
import { planNetwork } from "../../../components/network/plan.ts";
import { awsxArgs } from "../../../components/network/vpc.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { natImage } from "../../../ops/mocks/aws.ts";
import { networkArgs, recordNetwork, threeZones } from "./vpc-under-test.ts";

async function inputsOf(args: Parameters<typeof networkArgs>, type: string, name: string) {
  const { resources } = await recordNetwork(networkArgs(...args));
  const found = resources.find((one: Recorded) => one.type === type && one.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found;
}

/** An input's policy as an object. */
const policy = (text: unknown): unknown => JSON.parse(String(text));

describe("components/network: arguments of awsx", () => {
  it("contain the whole plan, with the tags that controllers look for", () => {
    const plan = planNetwork("10.16.0.0/16", threeZones.slice(0, 2));
    const shared = { "kubernetes.io/cluster/hanok-dev": "shared" };
    expect(awsxArgs({ cidr: "10.16.0.0/16", plan, cluster: "hanok-dev" })).to.deep.equal({
      cidrBlock: "10.16.0.0/16",
      availabilityZoneNames: ["ap-northeast-2a", "ap-northeast-2b"],
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: "None" },
      subnetStrategy: "Exact",
      subnetNameTagStrategy: "AvailabilityZone",
      subnetSpecs: [
        {
          type: "Private",
          name: "private",
          cidrBlocks: ["10.16.0.0/19", "10.16.64.0/19"],
          tags: {
            ...shared,
            "kubernetes.io/role/internal-elb": "1",
            "karpenter.sh/discovery": "hanok-dev",
          },
        },
        {
          type: "Public",
          name: "public",
          cidrBlocks: ["10.16.32.0/22", "10.16.96.0/22"],
          tags: { ...shared, "kubernetes.io/role/elb": "1" },
        },
        {
          type: "Isolated",
          name: "data",
          cidrBlocks: ["10.16.36.0/22", "10.16.100.0/22"],
          tags: {},
        },
        { type: "Unused", name: "spare-1", cidrBlocks: ["10.16.40.0/21", "10.16.104.0/21"] },
        { type: "Unused", name: "spare-2", cidrBlocks: ["10.16.48.0/21", "10.16.112.0/20"] },
        { type: "Unused", name: "spare-3", cidrBlocks: ["10.16.56.0/21", "10.16.128.0/17"] },
      ],
      tags: { Name: "hanok-dev" },
    });
  });
});

describe("components/network: the NAT instance", () => {
  const nat = [{ nat: "instance" }] as const;
  const name = "network-nat-instance";

  it("is one fck-nat in a group that replaces it, and depends on its permissions and its route", async () => {
    const { inputs, dependsOn } = await inputsOf([...nat], "aws:autoscaling/group:Group", name);
    expect(inputs).to.deep.equal({
      minSize: 1,
      maxSize: 1,
      vpcZoneIdentifiers: ["public-1"],
      launchTemplate: { id: `${name}-id`, version: "1" },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 120,
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      tags: [
        { key: "hanok:stack", value: "test", propagateAtLaunch: false },
        { key: "Name", value: "hanok-test-nat", propagateAtLaunch: false },
      ],
    });
    expect(dependsOn).to.include.members(["network", name]);
  });

  it("has no key, IMDSv2 only, and an encrypted disk", async () => {
    const { inputs } = await inputsOf([...nat], "aws:ec2/launchTemplate:LaunchTemplate", name);
    expect(inputs).to.not.have.property("keyName");
    expect(inputs).to.include({ imageId: natImage, instanceType: "t4g.nano" });
    expect(inputs["metadataOptions"]).to.deep.equal({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    expect(inputs["blockDeviceMappings"]).to.have.nested.property("[0].ebs.encrypted", "true");
    expect(inputs["networkInterfaces"]).to.deep.equal([
      {
        deviceIndex: 0,
        associatePublicIpAddress: "true",
        deleteOnTermination: "true",
        securityGroups: [`${name}-id`],
      },
    ]);
    expect(Buffer.from(String(inputs["userData"]), "base64").toString()).to.equal(
      natUserData(`${name}-id`, `eipalloc-${name}`),
    );
  });

  it("knows which interface and address to take over", () => {
    expect(natUserData("eni-1", "eipalloc-1")).to.equal(
      [
        "#!/bin/sh",
        "printf 'eni_id=%s\\neip_id=%s\\n' 'eni-1' 'eipalloc-1' > /etc/fck-nat.conf",
        "systemctl restart fck-nat.service",
        "",
      ].join("\n"),
    );
  });

  it("forwards for private subnets only, with an interface that checks no address", async () => {
    const interfaceType = "aws:ec2/networkInterface:NetworkInterface";
    const { inputs } = await inputsOf([...nat], interfaceType, name);
    expect(inputs).to.include({ subnetId: "public-1", sourceDestCheck: false });
    const group = await inputsOf([...nat], "aws:ec2/securityGroup:SecurityGroup", name);
    expect(group.inputs["ingress"]).to.deep.equal([
      {
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["10.16.0.0/19", "10.16.64.0/19", "10.16.128.0/19"],
      },
    ]);
    const route = await inputsOf([...nat], "aws:ec2/route:Route", "network-nat-ap-northeast-2c");
    expect(route.inputs).to.deep.equal({
      routeTableId: "rtb-private-3",
      destinationCidrBlock: "0.0.0.0/0",
      networkInterfaceId: `${name}-id`,
    });
  });

  it("may change its own interface, address and instance only", async () => {
    const { inputs } = await inputsOf([...nat], "aws:iam/rolePolicy:RolePolicy", name);
    const arn = `arn:aws:test:ap-northeast-2:123456789012:${name}`;
    const arns = "arn:aws:ec2:ap-northeast-2:123456789012";
    const own = { StringEquals: { "ec2:ResourceTag/Name": "hanok-test-nat" } };
    const { Statement } = policy(inputs["policy"]) as { Statement: Record<string, unknown>[] };
    expect(
      Statement.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition]),
    ).to.deep.equal([
      ["TakeOverInterface", arn, undefined],
      ["TakeOverAddress", arn, undefined],
      ["OnOwnInstance", `${arns}:instance/*`, own],
      ["OnOwnInterfaces", `${arns}:network-interface/*`, own],
      ["SessionManager", "*", undefined],
    ]);
  });
});

describe("components/network: endpoints", () => {
  const type = "aws:ec2/vpcEndpoint:VpcEndpoint";

  it("route private subnets to S3 and DynamoDB, data subnets to S3, and deny writes to foreign identities", async () => {
    const s3 = await inputsOf([], type, "network-s3");
    const tables = (tier: string) => [1, 2, 3].map((zone) => `rtb-${tier}-${zone}`);
    expect(s3.inputs).to.deep.include({
      serviceName: "com.amazonaws.ap-northeast-2.s3",
      vpcEndpointType: "Gateway",
      routeTableIds: [...tables("private"), ...tables("data")],
    });
    expect(policy(s3.inputs["policy"])).to.have.nested.property(
      "Statement[1].Action",
      "s3:GetObject",
    );
    const condition = { StringEquals: { "aws:PrincipalAccount": "123456789012" } };
    const dynamodb = await inputsOf([], type, "network-dynamodb");
    expect(dynamodb.inputs["routeTableIds"]).to.deep.equal(tables("private"));
    for (const { inputs } of [s3, dynamodb]) {
      const { Statement } = policy(inputs["policy"]) as { Statement: unknown[] };
      expect(Statement[0]).to.deep.include({ Principal: "*", Condition: condition });
    }
  });

  it("place an interface endpoint in each private subnet, with one security group for the VPC", async () => {
    const wanted = [{ endpoints: ["ecr.api", "sts"] as const }] as const;
    const { inputs } = await inputsOf([...wanted], type, "network-ecr.api");
    expect(inputs).to.deep.equal({
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.ap-northeast-2.ecr.api",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: ["private-1", "private-2", "private-3"],
      securityGroupIds: ["network-endpoints-id"],
      tags: { Name: "network-ecr.api", "hanok:because": endpointServices["ecr.api"] },
    });
    const groupType = "aws:ec2/securityGroup:SecurityGroup";
    const group = await inputsOf([...wanted], groupType, "network-endpoints");
    expect(group.inputs).to.deep.include({
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.16.0.0/16"] }],
      egress: [],
    });
  });

  it("have a reason that fits into a tag, and a price", () => {
    for (const name of endpointNames) {
      expect(endpointServices[name]).to.match(/^[\w\s+\-=.:/@]{10,256}$/);
    }
    expect(endpointUsdPerMonth(3)).to.equal(28.47);
  });
});

describe("components/network: flow logs", () => {
  const name = "network-flow-logs";

  it("keep every connection for the configured days", async () => {
    const logs = [{ flowLogs: { retentionDays: 90 } }] as const;
    const group = await inputsOf([...logs], "aws:cloudwatch/logGroup:LogGroup", name);
    expect(group.inputs["retentionInDays"]).to.equal(90);
    const { inputs, dependsOn } = await inputsOf([...logs], "aws:ec2/flowLog:FlowLog", name);
    const arn = `arn:aws:test:ap-northeast-2:123456789012:${name}`;
    expect(inputs).to.deep.equal({
      vpcId: "vpc-1",
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: arn,
      iamRoleArn: arn,
      maxAggregationInterval: 600,
      tags: { Name: name },
    });
    expect(dependsOn).to.include(name);
  });

  it("can only be written by flow logs of this account and region", async () => {
    const { inputs } = await inputsOf([], "aws:iam/role:Role", name);
    expect(policy(inputs["assumeRolePolicy"])).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: {
              "aws:SourceArn": "arn:aws:ec2:ap-northeast-2:123456789012:vpc-flow-log/*",
            },
          },
        },
      ],
    });
  });
});
