import { aws, type Cases, type Given, production, three, unknown } from "../support/case.ts";

const sg = (name: string, props: object, more: Partial<Given> = {}) =>
  aws("ec2", "SecurityGroup", name, { ...props }, { outputs: { id: `sg-${name}` }, ...more });
const ingress = (from: number, to: number, cidr: unknown, protocol = "tcp") =>
  sg("sg", { ingress: [{ protocol, fromPort: from, toPort: to, cidrBlocks: [cidr] }] });
const world = "0.0.0.0/0";
const rule = (props: object, more: Partial<Given> = {}) =>
  aws("vpc", "SecurityGroupIngressRule", "rule", { ipProtocol: "tcp", ...props }, more);
const vpc = aws("ec2", "Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, { outputs: { id: "vpc-1" } });
const subnet = (name: string, cidrBlock: string, more: object = {}) =>
  aws(
    "ec2",
    "Subnet",
    name,
    { vpcId: "vpc-1", cidrBlock, ...more },
    { outputs: { id: `subnet-${name}` } },
  );
const flowLog = (more: object, options: Partial<Given> = {}) =>
  aws("ec2", "FlowLog", "log", { trafficType: "ALL", ...more }, options);
const table = aws("ec2", "RouteTable", "table", { vpcId: "vpc-1" }, { outputs: { id: "rtb-1" } });
const associated = aws("ec2", "RouteTableAssociation", "assoc", {
  subnetId: "subnet-a",
  routeTableId: "rtb-1",
});
const route = (gatewayId: unknown, uses: readonly string[]) =>
  aws(
    "ec2",
    "Route",
    "route",
    { routeTableId: "rtb-1", destinationCidrBlock: world, gatewayId },
    { uses: { gatewayId: uses } },
  );
const igw = aws("ec2", "InternetGateway", "igw", {});
const nat = (name: string, subnetId: string, more: object = {}) =>
  aws("ec2", "NatGateway", name, { subnetId, ...more });
const endpoint = (props: object) =>
  aws("ec2", "VpcEndpoint", "endpoint", { vpcId: "vpc-1", ...props });
const controller = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "alb",
  props: { chart: "aws-load-balancer-controller" },
};
const nacl = (props: object) =>
  aws("ec2", "NetworkAclRule", "nacl", { ruleAction: "allow", protocol: "tcp", ...props });
const privateTag = { tags: { tier: "private" } };
const statement = (more: object) => ({
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...more }],
});
const database = aws("rds", "Instance", "db", { vpcSecurityGroupIds: ["sg-sg"] });
export const networkCases: Cases = {
  "sg-no-world-admin-ports": three({
    passes: ingress(22, 22, "203.0.113.7/32"),
    fails: ingress(20, 30, world),
    violates: ["sg ingress[0].cidrBlocks[0]"],
    edge: rule({ fromPort: 3389, toPort: 3389, cidrIpv6: "::/0" }),
    why: "a separate rule, by IPv6",
    finds: ["rule cidrIpv6"],
  }),
  "sg-no-world-data-ports": three({
    passes: ingress(443, 443, world),
    fails: ingress(3306, 3306, world),
    violates: ["sg ingress[0].cidrBlocks[0]"],
    edge: aws("ec2", "SecurityGroupRule", "old", {
      type: "egress",
      protocol: "tcp",
      fromPort: 3306,
      toPort: 3306,
      cidrBlocks: [world],
    }),
    why: "it lets out, not in",
  }),
  "sg-no-world-all-traffic": three({
    passes: ingress(80, 443, world),
    fails: ingress(0, 0, world, "-1"),
    violates: ["sg ingress[0].cidrBlocks[0]"],
    edge: ingress(0, 65535, unknown),
    why: "a range that a preview does not know",
    open: ["sg ingress[0].cidrBlocks[0]"],
  }),
  "sg-description": three({
    passes: sg("sg", { description: "Clients of the store" }),
    fails: sg("sg", { description: "Managed by Pulumi" }),
    violates: ["sg description"],
    edge: rule({ description: "  " }),
    why: "blank",
    finds: ["rule description"],
  }),
  "sg-one-style-of-rules": three({
    passes: [sg("sg", {}), rule({ securityGroupId: "sg-sg" })],
    fails: [sg("sg", { ingress: [{ protocol: "tcp" }] }), rule({ securityGroupId: "sg-sg" })],
    violates: ["sg ingress"],
    edge: [
      sg("sg", { egress: [{ protocol: "-1" }] }),
      rule({ securityGroupId: unknown }, { uses: { securityGroupId: ["sg"] } }),
    ],
    why: "the identifier is unknown, but whose it is is not",
    finds: ["sg egress"],
  }),
  "sg-data-egress-limited": three({
    passes: [sg("sg", {}), database],
    fails: [sg("sg", { egress: [{ protocol: "-1", cidrBlocks: [world] }] }), database],
    violates: ["sg egress[0].cidrBlocks[0]"],
    edge: sg("sg", { egress: [{ protocol: "-1", cidrBlocks: [world] }] }),
    why: "a group of no store",
  }),
  "vpc-default-sg-locked": three({
    passes: [vpc, aws("ec2", "DefaultSecurityGroup", "default", { vpcId: "vpc-1" })],
    fails: vpc,
    violates: ["vpc"],
    edge: [
      vpc,
      aws("ec2", "DefaultSecurityGroup", "default", {
        vpcId: "vpc-1",
        egress: [{ protocol: "-1" }],
      }),
    ],
    why: "it is there, and lets out",
    finds: ["default egress"],
  }),
  "vpc-flow-logs": three({
    passes: [vpc, flowLog({ vpcId: "vpc-1" })],
    fails: vpc,
    violates: ["vpc"],
    edge: [vpc, flowLog({ vpcId: unknown }, { uses: { vpcId: ["vpc"] } })],
    why: "the identifier is unknown, but whose it is is not",
  }),
  "subnet-no-auto-public-ip": three({
    passes: subnet("a", "10.0.0.0/24"),
    fails: subnet("a", "10.0.0.0/24", { mapPublicIpOnLaunch: true }),
    violates: ["a mapPublicIpOnLaunch"],
    edge: subnet("a", "10.0.0.0/24", {
      mapPublicIpOnLaunch: true,
      tags: { "kubernetes.io/role/elb": "1" },
    }),
    why: "the public tier says so",
  }),
  "subnet-cidrs-disjoint": three({
    passes: [vpc, subnet("a", "10.0.0.0/24"), subnet("b", "10.0.1.0/24")],
    fails: [
      vpc,
      subnet("a", "10.0.0.0/23"),
      subnet("b", "10.0.1.0/24"),
      subnet("c", "10.1.0.0/24"),
    ],
    violates: ["b cidrBlock", "c cidrBlock"],
    edge: [
      vpc,
      aws("ec2clientvpn", "Endpoint", "vpn", { vpcId: "vpc-1", clientCidrBlock: "10.0.128.0/22" }),
    ],
    why: "the clients of a VPN",
    finds: ["vpn clientCidrBlock"],
  }),
  "subnets-elb-role-tags": three({
    passes: [
      controller,
      subnet("a", "10.0.0.0/24", { tags: { "kubernetes.io/role/internal-elb": "1" } }),
    ],
    fails: [controller, subnet("a", "10.0.0.0/24", { mapPublicIpOnLaunch: true })],
    violates: ['a tags["kubernetes.io/role/elb"]'],
    edge: subnet("a", "10.0.0.0/24"),
    why: "no controller looks for them",
  }),
  "private-route-not-to-igw": three({
    passes: [
      subnet("a", "10.0.0.0/24", privateTag),
      table,
      associated,
      nat("nat", "x"),
      route(unknown, ["nat"]),
    ],
    fails: [
      subnet("a", "10.0.0.0/24", privateTag),
      table,
      associated,
      igw,
      route(unknown, ["igw"]),
    ],
    violates: ["route gatewayId"],
    edge: [subnet("a", "10.0.0.0/24"), table, associated, igw, route(unknown, ["igw"])],
    why: "a subnet that does not call itself private",
  }),
  "nat-per-az-in-production": three({
    settings: production,
    passes: [vpc, subnet("a", "10.0.0.0/24", { availabilityZone: "z1" }), nat("one", "subnet-a")],
    fails: [
      vpc,
      subnet("a", "10.0.0.0/24", { availabilityZone: "z1" }),
      subnet("b", "10.0.1.0/24", { availabilityZone: "z2" }),
      nat("one", "subnet-a"),
    ],
    violates: ["vpc"],
    edge: [
      vpc,
      subnet("a", "10.0.0.0/24", { availabilityZone: "z1" }),
      subnet("b", "10.0.1.0/24", { availabilityZone: "z2" }),
      aws("ec2", "NatGateway", "one", { vpcId: "vpc-1", availabilityMode: "regional" }),
    ],
    why: "a regional one is in each zone",
  }),
  "s3-gateway-endpoint-present": three({
    passes: [
      vpc,
      subnet("a", "10.0.0.0/24"),
      nat("nat", "subnet-a"),
      endpoint({ serviceName: "com.amazonaws.ap-northeast-2.s3" }),
    ],
    fails: [vpc, subnet("a", "10.0.0.0/24"), nat("nat", "subnet-a")],
    violates: ["vpc"],
    edge: vpc,
    why: "without a NAT nothing is saved",
  }),
  "vpce-no-open-policy": three({
    passes: endpoint({ policy: JSON.stringify(statement({ Resource: "arn:aws:s3:::shop/*" })) }),
    fails: endpoint({ policy: JSON.stringify(statement({})) }),
    violates: ["endpoint policy.Statement[0]"],
    edge: endpoint({
      policy: statement({
        Principal: { AWS: ["*"] },
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
      }),
    }),
    why: "an object with a condition",
  }),
  "nacl-no-world-admin-ports": three({
    passes: nacl({ cidrBlock: world, fromPort: 443, toPort: 443 }),
    fails: nacl({ cidrBlock: world, fromPort: 0, toPort: 100 }),
    violates: ["nacl cidrBlock"],
    edge: nacl({ cidrBlock: world, egress: true, protocol: "-1" }),
    why: "a rule that lets out",
  }),
};
