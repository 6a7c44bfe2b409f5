import { expect } from "chai";
import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import { TestCloud } from "./cloud.ts";

const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const flowLog = "aws:ec2/flowLog:FlowLog";
const group = "aws:autoscaling/group:Group";

/** A VPC with a gateway, two subnets in two zones, a security group and a route table. */
function network(cloud: TestCloud) {
  const vpc = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const subnet = (cidrBlock: string, zone: string): string =>
    cloud.id(types.subnet, { vpcId: vpc, cidrBlock, availabilityZone: `ap-northeast-2${zone}` });
  return {
    vpc,
    a: subnet("10.0.0.0/24", "a"),
    b: subnet("10.0.1.0/24", "b"),
    gateway: cloud.id(types.gateway, { vpcId: vpc }),
    sg: cloud.id(types.group, { vpcId: vpc, name: "web" }),
    table: cloud.id(types.table, { vpcId: vpc }),
    eip: cloud.id(types.eip, { domain: "vpc" }),
  };
}
type Network = ReturnType<typeof network>;
type Wanted = readonly [
  name: string,
  error: RegExp,
  act: (cloud: TestCloud, of: Network) => unknown,
];

const several = (count: number, make: (at: number) => unknown): void =>
  Array.from({ length: count }, (_, at) => at).forEach(make);

const refused: readonly Wanted[] = [
  [
    "a VPC larger than /16",
    /InvalidVpc\.Range/,
    (c) => c.make(types.vpc, { cidrBlock: "10.0.0.0/8" }),
  ],
  [
    "a VPC that is no CIDR",
    /InvalidParameterValue/,
    (c) => c.make(types.vpc, { cidrBlock: "10.0.0.0" }),
  ],
  [
    "a sixth VPC",
    /VpcLimitExceeded: The maximum number of VPCs has been reached/,
    (c) => several(5, (at) => c.make(types.vpc, { cidrBlock: `10.${at + 1}.0.0/16` })),
  ],
  [
    "an overlapping subnet",
    /creating EC2 Subnet: operation error EC2: CreateSubnet, .* api error InvalidSubnet\.Conflict: The CIDR '10\.0\.0\.128\/25' conflicts with another subnet/,
    (c, { vpc }) => c.make(types.subnet, { vpcId: vpc, cidrBlock: "10.0.0.128/25" }),
  ],
  [
    "a subnet outside of its VPC",
    /InvalidSubnet\.Range/,
    (c, { vpc }) => c.make(types.subnet, { vpcId: vpc, cidrBlock: "10.1.0.0/24" }),
  ],
  [
    "a subnet that is no network's address",
    /InvalidSubnet\.Range/,
    (c, { vpc }) => c.make(types.subnet, { vpcId: vpc, cidrBlock: "10.0.9.1/24" }),
  ],
  [
    "a subnet smaller than /28",
    /InvalidSubnet\.Range/,
    (c, { vpc }) => c.make(types.subnet, { vpcId: vpc, cidrBlock: "10.0.9.0/29" }),
  ],
  [
    "a subnet in another region's zone",
    /InvalidParameterValue: Value \(us-east-1a\) for parameter availabilityZone/,
    (c, { vpc }) =>
      c.make(types.subnet, {
        vpcId: vpc,
        cidrBlock: "10.0.9.0/24",
        availabilityZone: "us-east-1a",
      }),
  ],
  [
    "a subnet of no VPC",
    /InvalidVpcID\.NotFound: The vpc ID 'vpc-0' does not exist/,
    (c) => c.make(types.subnet, { vpcId: "vpc-0", cidrBlock: "10.0.9.0/24" }),
  ],
  [
    "a second internet gateway",
    /InvalidParameterValue: Network .* already has an internet gateway attached/,
    (c, { vpc }) => c.make(types.gateway, { vpcId: vpc }),
  ],
  ["a sixth address", /AddressLimitExceeded/, (c) => several(5, () => c.make(types.eip, {}))],
  [
    "a NAT gateway where there is no way out",
    /Gateway\.NotAttached/,
    (c, { a, eip, gateway }) => {
      c.delete(types.gateway, gateway);
      c.make(types.nat, { subnetId: a, allocationId: eip });
    },
  ],
  [
    "two NAT gateways with one address",
    /Resource\.AlreadyAssociated/,
    (c, { a, b, eip }) => {
      c.make(types.nat, { subnetId: a, allocationId: eip });
      c.make(types.nat, { subnetId: b, allocationId: eip });
    },
  ],
  [
    "releasing an address in use",
    /InvalidIPAddress\.InUse/,
    (c, { a, eip }) => {
      c.make(types.nat, { subnetId: a, allocationId: eip });
      c.delete(types.eip, eip);
    },
  ],
  [
    "taking the gateway from under public addresses",
    /DependencyViolation: Network .* has some mapped public address/,
    (c, { a, eip, gateway }) => {
      c.make(types.nat, { subnetId: a, allocationId: eip });
      c.delete(types.gateway, gateway);
    },
  ],
  [
    "the same route twice",
    /RouteAlreadyExists: The route identified by 0\.0\.0\.0\/0 already exists/,
    (c, { table, gateway }) =>
      several(2, () =>
        c.make(types.route, {
          routeTableId: table,
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: gateway,
        }),
      ),
  ],
  [
    "a route to what is not there",
    /InvalidNatGatewayID\.NotFound/,
    (c, { table }) =>
      c.make(types.route, {
        routeTableId: table,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: "nat-0",
      }),
  ],
  [
    "a route to nowhere",
    /MissingParameter/,
    (c, { table }) =>
      c.make(types.route, { routeTableId: table, destinationCidrBlock: "0.0.0.0/0" }),
  ],
  [
    "a route to another network's gateway",
    /InvalidParameterValue: route table .* belong to different networks/,
    (c, { gateway }) => {
      const other = c.id(types.vpc, { cidrBlock: "10.7.0.0/16" });
      const table = c.id(types.table, { vpcId: other });
      c.make(types.route, {
        routeTableId: table,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId: gateway,
      });
    },
  ],
  [
    "a second route table for a subnet",
    /Resource\.AlreadyAssociated/,
    (c, { a, table }) =>
      several(2, () => c.make(types.association, { subnetId: a, routeTableId: table })),
  ],
  [
    "a security group's name twice in a VPC",
    /InvalidGroup\.Duplicate: The security group 'web' already exists for VPC/,
    (c, { vpc }) => c.make(types.group, { vpcId: vpc, name: "web" }),
  ],
  [
    "a rule twice",
    /InvalidPermission\.Duplicate: the specified rule "peer: 10\.0\.0\.0\/8, TCP, from port: 443, to port: 443, ALLOW" already exists/,
    (c, { sg }) =>
      several(2, () =>
        c.make(ingress, {
          securityGroupId: sg,
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "10.0.0.0/8",
        }),
      ),
  ],
  [
    "a rule with a host's address as network",
    /cidrIpv4: "10\.0\.0\.1\/8" is not a valid IPv4 network CIDR/,
    (c, { sg }) =>
      c.make(ingress, { securityGroupId: sg, ipProtocol: "-1", cidrIpv4: "10.0.0.1/8" }),
  ],
  [
    "deleting a security group that another's rule names",
    /DependencyViolation: resource sg-\w+ has a dependent object/,
    (c, { vpc, sg }) => {
      const other = c.id(types.group, { vpcId: vpc, name: "db" });
      c.make(ingress, {
        securityGroupId: other,
        ipProtocol: "-1",
        referencedSecurityGroupId: sg,
      });
      c.delete(types.group, sg);
    },
  ],
  [
    "deleting a security group that an interface has",
    /DependencyViolation/,
    (c, { a, sg }) => {
      c.make(types.interface, { subnetId: a, securityGroups: [sg] });
      c.delete(types.group, sg);
    },
  ],
  [
    "one of the addresses that AWS keeps",
    /InvalidParameterValue: Address 10\.0\.0\.3 is in subnet's reserved address range/,
    (c, { a }) => c.make(types.interface, { subnetId: a, privateIps: ["10.0.0.3"] }),
  ],
  [
    "an address in use",
    /InvalidIPAddress\.InUse/,
    (c, { a }) =>
      several(2, () => c.make(types.interface, { subnetId: a, privateIps: ["10.0.0.9"] })),
  ],
  [
    "more interfaces than a subnet has addresses",
    /InsufficientFreeAddressesInSubnet/,
    (c, { vpc }) => {
      const subnet = c.id(types.subnet, { vpcId: vpc, cidrBlock: "10.0.9.0/28" });
      several(12, () => c.make(types.interface, { subnetId: subnet }));
    },
  ],
  [
    "an endpoint of another region's service",
    /InvalidServiceName: The Vpc Endpoint Service 'com\.amazonaws\.us-east-1\.s3' does not exist/,
    (c, { vpc }) =>
      c.make(types.endpoint, { vpcId: vpc, serviceName: "com.amazonaws.us-east-1.s3" }),
  ],
  [
    "a gateway endpoint of a service that has none",
    /InvalidParameter: Endpoint type \(Gateway\) does not match/,
    (c, { vpc }) =>
      c.make(types.endpoint, { vpcId: vpc, serviceName: "com.amazonaws.ap-northeast-2.ec2" }),
  ],
  [
    "private names in a VPC without host names",
    /InvalidParameter: Enabling private DNS requires both/,
    (c) =>
      c.make(types.endpoint, {
        vpcId: c.id(types.vpc, { cidrBlock: "10.8.0.0/16" }),
        serviceName: "com.amazonaws.ap-northeast-2.ec2",
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
      }),
  ],
  [
    "deleting a subnet that a group's instances are in",
    /DependencyViolation: The subnet '.*' has dependencies and cannot be deleted/,
    (c, { a, sg }) => {
      const template = c.id(types.template, {
        imageId: "ami-0123456789abcdef0",
        vpcSecurityGroupIds: [sg],
      });
      c.make(group, {
        minSize: 1,
        maxSize: 1,
        vpcZoneIdentifiers: [a],
        launchTemplate: { id: template },
      });
      c.delete(types.subnet, a);
    },
  ],
  [
    "a group without a template",
    /ValidationError/,
    (c, { a }) => c.make(group, { minSize: 1, maxSize: 1, vpcZoneIdentifiers: [a] }),
  ],
  [
    "a group whose least is more than its most",
    /minSize: must be less than or equal to maxSize/,
    (c, { a }) => c.make(group, { minSize: 2, maxSize: 1, vpcZoneIdentifiers: [a] }),
  ],
  [
    "flow logs into a log group without a role",
    /InvalidParameter: DeliverLogsPermissionArn/,
    (c, { vpc }) => c.make(flowLog, { vpcId: vpc, trafficType: "ALL", logDestination: "arn:x" }),
  ],
  [
    "deleting a VPC with subnets",
    /deleting EC2 VPC \(vpc-\w+\): operation error EC2: DeleteVpc, .* api error DependencyViolation: The vpc '.*' has dependencies/,
    (c, { vpc }) => c.delete(types.vpc, vpc),
  ],
  [
    "deleting a route table in use",
    /DependencyViolation/,
    (c, { a, table }) => {
      c.make(types.association, { subnetId: a, routeTableId: table });
      c.delete(types.table, table);
    },
  ],
  [
    "a tag of AWS's own",
    /InvalidParameterValue: .*aws:/,
    (c) => c.make(types.eip, { tags: { "aws:x": "y" } }),
  ],
  [
    "an unknown property",
    /Unsupported argument/,
    (c) => c.make(types.vpc, { cidr: "10.0.0.0/16" }),
  ],
  ["a missing property", /vpcId: Missing required/, (c) => c.make(types.subnet, {})],
  [
    "an unknown type",
    /has no resource type aws:ec2\/vcp:Vcp/,
    (c) => c.make("aws:ec2/vcp:Vcp", {}),
  ],
  [
    "a type that is not simulated",
    /aws:amplify\/app:App is not simulated/,
    (c) => c.make("aws:amplify/app:App", {}),
  ],
];

describe("simulated EC2 refuses", () => {
  for (const [name, error, act] of refused)
    it(name, () => {
      const cloud = new TestCloud();
      try {
        const of = network(cloud);
        expect(() => act(cloud, of)).to.throw(error);
      } finally {
        cloud.end();
      }
    });
});

describe("simulated EC2 accepts", () => {
  let cloud: TestCloud;
  beforeEach(() => (cloud = new TestCloud()));
  afterEach(() => cloud.end());

  it("a whole network, which goes in the order of its dependencies and leaves nothing", () => {
    const of = network(cloud);
    const nat = cloud.id(types.nat, { subnetId: of.a, allocationId: of.eip });
    const route = cloud.id(types.route, {
      routeTableId: of.table,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat,
    });
    const association = cloud.id(types.association, { subnetId: of.b, routeTableId: of.table });
    const endpoint = cloud.id(types.endpoint, {
      vpcId: of.vpc,
      serviceName: "com.amazonaws.ap-northeast-2.ec2",
      vpcEndpointType: "Interface",
      subnetIds: [of.a, of.b],
      securityGroupIds: [of.sg],
      privateDnsEnabled: true,
    });
    expect(() => cloud.delete(types.group, of.sg)).to.throw(/DependencyViolation/);
    cloud.delete(types.endpoint, endpoint);
    cloud.delete(types.route, route);
    cloud.delete(types.association, association);
    cloud.delete(types.nat, nat);
    cloud.delete(types.eip, of.eip);
    cloud.delete(types.table, of.table);
    cloud.delete(types.group, of.sg);
    cloud.delete(types.subnet, of.a);
    cloud.delete(types.subnet, of.b);
    cloud.delete(types.gateway, of.gateway);
    cloud.delete(types.vpc, of.vpc);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("a group that takes its instances and interfaces with it", () => {
    const { a, b, sg } = network(cloud);
    const template = cloud.id(types.template, {
      vpcSecurityGroupIds: [sg],
      instanceType: "t4g.nano",
    });
    const before = cloud.types();
    const made = cloud.make(group, {
      minSize: 1,
      maxSize: 4,
      desiredCapacity: 3,
      vpcZoneIdentifiers: [a, b],
      launchTemplate: { id: template, version: "$Latest" },
    });
    expect(cloud.types().filter((type) => type === types.interface)).to.have.length(3);
    cloud.delete(group, made.id);
    expect(cloud.types()).to.deep.equal(before);
  });

  it("the default security group of a VPC, which is taken over and left", () => {
    const type = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    const { id, properties } = cloud.make(types.vpc, { cidrBlock: "10.0.0.0/16" });
    const made = cloud.make(type, { vpcId: id });
    expect(made.id).to.equal(properties["defaultSecurityGroupId"]);
    cloud.delete(type, made.id);
    cloud.delete(types.vpc, id);
    expect(cloud.types()).to.deep.equal([]);
  });

  it("the same range in two VPCs, and the same name of a group in two", () => {
    for (const at of [1, 2]) {
      const vpcId = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16", tags: { Name: `${at}` } });
      cloud.make(types.subnet, { vpcId, cidrBlock: "10.0.0.0/24" });
      cloud.make(types.group, { vpcId, name: "web" });
    }
    expect(cloud.types().filter((type) => type === types.subnet)).to.have.length(2);
  });
});
