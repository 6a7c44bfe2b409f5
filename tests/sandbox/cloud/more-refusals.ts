import { types } from "../../../sandbox/cloud/services/ec2/types.ts";
import { group, several, type Wanted } from "./refusals.ts";

const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const flowLog = "aws:ec2/flowLog:FlowLog";

/** Rules, interfaces, endpoints, groups; and what is refused of every resource. */
export const refusedToo: readonly Wanted[] = [
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
    /cidrIpv4 of .* is "10\.0\.0\.1\/8": it must be an IPv4 CIDR block/,
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
    /needs exactly one of .*launchTemplate.*: none is given/,
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
    (c, { vpc }) =>
      c.make(flowLog, {
        vpcId: vpc,
        trafficType: "ALL",
        logDestination: "arn:aws:logs:ap-northeast-2:123456789012:log-group:/x",
      }),
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
    /cidr of aws:ec2\/vpc:Vpc is not an input/,
    (c) => c.make(types.vpc, { cidr: "10.0.0.0/16" }),
  ],
  [
    "a missing property",
    /vpcId of aws:ec2\/subnet:Subnet is required/,
    (c) => c.make(types.subnet, {}),
  ],
  ["an unknown type", /aws:ec2\/vcp:Vcp is not simulated/, (c) => c.make("aws:ec2/vcp:Vcp", {})],
  [
    "a type that is not simulated",
    /aws:amplify\/app:App is not simulated/,
    (c) => c.make("aws:amplify/app:App", {}),
  ],
];
