import { type FieldPlan, of, ref } from "./declare.ts";

const vpc = of("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const subnet = (name: string, cidrBlock: string, availabilityZone: string, props: object = {}) =>
  of("aws:ec2/subnet:Subnet", name, { vpcId: ref("main"), cidrBlock, availabilityZone, ...props });

/** Violating plans of networks. */
export const networkPlans: readonly FieldPlan[] = [
  {
    why: "a VPC whose flow log keeps accepted traffic only, and whose default group is open inside",
    resources: [
      vpc,
      of("aws:ec2/flowLog:FlowLog", "flow", {
        vpcId: ref("main"),
        trafficType: "ACCEPT",
        logDestination: "arn:aws:s3:::flow-logs",
        logDestinationType: "s3",
      }),
      of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
        vpcId: ref("main"),
        ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
    ],
    means: ["vpc-flow-logs main|flow", "vpc-default-sg-locked main|default"],
  },
  {
    why: "address ranges that overlap, lie outside, or are a VPN's too",
    resources: [
      vpc,
      subnet("one", "10.0.0.0/20", "ap-northeast-2a"),
      subnet("two", "10.0.8.0/24", "ap-northeast-2b"),
      subnet("outside", "10.1.0.0/24", "ap-northeast-2c"),
      ...["three", "four"].map((name) =>
        of("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-0old", cidrBlock: "172.31.0.0/20" }),
      ),
      of("aws:ec2clientvpn/endpoint:Endpoint", "vpn", {
        vpcId: ref("main"),
        clientCidrBlock: "10.0.16.0/22",
        serverCertificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        splitTunnel: true,
        securityGroupIds: ["sg-1"],
        sessionTimeoutHours: 8,
        authenticationOptions: [
          {
            type: "certificate-authentication",
            rootCertificateChainArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/2",
          },
        ],
        connectionLogOptions: { enabled: true, cloudwatchLogGroup: "vpn" },
      }),
    ],
    means: [
      "subnet-cidrs-disjoint three|four",
      "subnet-cidrs-disjoint one|two",
      "subnet-cidrs-disjoint outside",
      "subnet-cidrs-disjoint vpn",
    ],
  },
  {
    why: "a private subnet with a route to the internet, and with public addresses",
    resources: [
      vpc,
      of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: ref("main") }),
      subnet("private-a", "10.0.0.0/24", "ap-northeast-2a", {
        mapPublicIpOnLaunch: true,
        tags: { Name: "private-a", Tier: "private" },
      }),
      of("aws:ec2/routeTable:RouteTable", "rt", {
        vpcId: ref("main"),
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") }],
      }),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", {
        subnetId: ref("private-a"),
        routeTableId: ref("rt"),
      }),
    ],
    means: ["subnet-no-auto-public-ip private-a", "private-route-not-to-igw rt"],
  },
  {
    why: "production of awsx: one NAT for three zones, no S3 endpoint, no log",
    stack: "prod",
    resources: [
      of("awsx:ec2:Vpc", "shop", {
        cidrBlock: "10.20.0.0/16",
        natGateways: { strategy: "Single" },
      }),
      of("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.20.0.0/16" }, { parent: "shop" }),
      of(
        "aws:ec2/internetGateway:InternetGateway",
        "igw",
        { vpcId: ref("main") },
        { parent: "shop" },
      ),
      ...["a", "b", "c"].flatMap((zone, index) => [
        subnet(`public-${zone}`, `10.20.${String(index)}.0/24`, `ap-northeast-2${zone}`, {
          mapPublicIpOnLaunch: true,
          tags: { Name: `shop-public-${zone}`, SubnetType: "Public" },
        }),
        subnet(`private-${zone}`, `10.20.${String(index + 10)}.0/24`, `ap-northeast-2${zone}`, {
          tags: { Name: `shop-private-${zone}`, SubnetType: "Private" },
        }),
        of("aws:ec2/routeTable:RouteTable", `rt-${zone}`, { vpcId: ref("main") }),
        of("aws:ec2/routeTableAssociation:RouteTableAssociation", `rta-${zone}`, {
          subnetId: ref(`private-${zone}`),
          routeTableId: ref(`rt-${zone}`),
        }),
        of("aws:ec2/route:Route", `route-${zone}`, {
          routeTableId: ref(`rt-${zone}`),
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: ref("nat"),
        }),
      ]),
      of("aws:ec2/eip:Eip", "eip", { domain: "vpc" }),
      of("aws:ec2/natGateway:NatGateway", "nat", {
        subnetId: ref("public-a"),
        allocationId: ref("eip", "allocationId"),
      }),
    ],
    means: [
      "nat-per-az-in-production nat|main",
      "s3-gateway-endpoint-present main",
      "vpc-flow-logs main",
    ],
  },
  {
    why: "subnets that the load balancer controller of a release cannot find",
    resources: [
      vpc,
      of("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: ref("main") }),
      subnet("public", "10.0.0.0/24", "ap-northeast-2a", { tags: { Name: "public" } }),
      subnet("private", "10.0.1.0/24", "ap-northeast-2a", { tags: { Name: "private" } }),
      of("aws:ec2/routeTable:RouteTable", "rt", {
        vpcId: ref("main"),
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") }],
      }),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", {
        subnetId: ref("public"),
        routeTableId: ref("rt"),
      }),
      of("kubernetes:helm.sh/v3:Release", "lbc", {
        chart: "aws-load-balancer-controller",
        version: "1.13.0",
        namespace: "kube-system",
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        values: { clusterName: "shop" },
      }),
    ],
    means: ["subnets-elb-role-tags public", "subnets-elb-role-tags private"],
  },
  {
    why: "network ACLs: all protocols for IPv6, and a range over SSH",
    resources: [
      of("aws:ec2/networkAclRule:NetworkAclRule", "v6", {
        networkAclId: "acl-1",
        ruleNumber: 100,
        egress: false,
        protocol: "-1",
        ruleAction: "allow",
        ipv6CidrBlock: "::/0",
      }),
      of("aws:ec2/networkAclRule:NetworkAclRule", "range", {
        networkAclId: "acl-1",
        ruleNumber: 110,
        protocol: "tcp",
        ruleAction: "allow",
        cidrBlock: "0.0.0.0/0",
        fromPort: 20,
        toPort: 80,
      }),
    ],
    means: ["nacl-no-world-admin-ports v6", "nacl-no-world-admin-ports range"],
  },
  {
    why: "an endpoint's policy that lets everyone do everything, as JSON of single values",
    resources: [
      vpc,
      of("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
        vpcId: ref("main"),
        serviceName: "com.amazonaws.ap-northeast-2.s3",
        vpcEndpointType: "Gateway",
        policy: JSON.stringify({
          Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
        }),
      }),
    ],
    means: ["vpce-no-open-policy s3"],
  },
];
