import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import type { TestCloud } from "./cloud.ts";

export const group = "aws:autoscaling/group:Group";

/** A VPC with a gateway, two subnets in two zones, a security group and a route table. */
export function network(cloud: TestCloud) {
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
export type Network = ReturnType<typeof network>;
export type Wanted = readonly [
  name: string,
  error: RegExp,
  act: (cloud: TestCloud, of: Network) => unknown,
];

export const several = (count: number, make: (at: number) => unknown): void =>
  Array.from({ length: count }, (_, at) => at).forEach(make);

export const refused: readonly Wanted[] = [
  ["a VPC larger than /16", /must match/, (c) => c.make(types.vpc, { cidrBlock: "10.0.0.0/8" })],
  [
    "a VPC that is no CIDR",
    /it must be an IPv4 CIDR block/,
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
    /is "10\.0\.9\.1\/24": it must be an IPv4 CIDR block that begins at its network's address/,
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
    /needs exactly one of .*natGatewayId.*: none is given/,
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
];
