import { type FieldPlan, of, ref } from "./declare.ts";

const vpc = of("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const group = (name: string, props: object) =>
  of("aws:ec2/securityGroup:SecurityGroup", name, { description: "Managed by Pulumi", ...props });
const subnet = (name: string, cidrBlock: string, availabilityZone: string, props: object = {}) =>
  of("aws:ec2/subnet:Subnet", name, { vpcId: ref("main"), cidrBlock, availabilityZone, ...props });

/** Violating plans of networks. */
export const networkPlans: readonly FieldPlan[] = [
  {
    why: "a range of every port for IPv6 only, inline",
    resources: [
      group("web", {
        vpcId: ref("main"),
        ingress: [
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
          { protocol: "tcp", fromPort: 0, toPort: 65535, ipv6CidrBlocks: ["::/0"] },
        ],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
      vpc,
    ],
    means: [
      "sg-no-world-all-traffic web",
      "sg-no-world-admin-ports web",
      "sg-no-world-data-ports web",
      "sg-description web",
    ],
  },
  {
    why: "all traffic from everywhere, in three ways to write it",
    resources: [
      vpc,
      group("open", { vpcId: ref("main"), description: "Everything" }),
      of("aws:ec2/securityGroupRule:SecurityGroupRule", "old", {
        type: "ingress",
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
        securityGroupId: ref("open"),
      }),
      of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "new", {
        ipProtocol: "-1",
        cidrIpv6: "::/0",
        description: "all",
        securityGroupId: ref("open"),
      }),
      of("aws:ec2/securityGroupRule:SecurityGroupRule", "named", {
        type: "ingress",
        protocol: "all",
        fromPort: 0,
        toPort: 65535,
        ipv6CidrBlocks: ["::/0"],
        description: "all",
        securityGroupId: ref("open"),
      }),
    ],
    means: [
      "sg-no-world-all-traffic old",
      "sg-no-world-all-traffic new",
      "sg-no-world-all-traffic named",
      "sg-description old",
    ],
  },
  {
    why: "etcd and the kubelet behind ranges that look harmless",
    resources: [
      vpc,
      group("nodes", {
        vpcId: ref("main"),
        description: "Nodes",
        ingress: [
          {
            description: "control plane",
            protocol: "tcp",
            fromPort: 10000,
            toPort: 10900,
            cidrBlocks: ["0.0.0.0/0"],
          },
        ],
      }),
      of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "etcd", {
        ipProtocol: "6",
        fromPort: 2379,
        toPort: 2380,
        cidrIpv4: "0.0.0.0/0",
        description: "etcd peers",
        securityGroupId: "sg-0f00ba4",
      }),
    ],
    means: ["sg-no-world-admin-ports nodes", "sg-no-world-admin-ports etcd"],
  },
  {
    why: "data stores that the world may reach: Kafka in a range, Redis by its own rule, Postgres by halves",
    resources: [
      group("kafka", {
        vpcId: "vpc-0a1b2c3d",
        description: "Kafka",
        ingress: [
          {
            description: "brokers",
            protocol: "tcp",
            fromPort: 9090,
            toPort: 9099,
            cidrBlocks: ["0.0.0.0/0"],
          },
        ],
      }),
      of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "redis", {
        ipProtocol: "tcp",
        fromPort: 6379,
        toPort: 6379,
        cidrIpv6: "::/0",
        description: "Redis",
        securityGroupId: "sg-0f00ba4",
      }),
      of("aws:ec2/securityGroupRule:SecurityGroupRule", "postgres", {
        type: "ingress",
        protocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"],
        description: "Postgres",
        securityGroupId: "sg-0f00ba4",
      }),
    ],
    means: [
      "sg-no-world-data-ports kafka",
      "sg-no-world-data-ports redis",
      "sg-no-world-data-ports postgres",
    ],
  },
  {
    why: "a database's group: rules in both styles, and everything out",
    resources: [
      vpc,
      group("db", {
        vpcId: ref("main"),
        description: "Database",
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
      of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "fromApp", {
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        referencedSecurityGroupId: "sg-0app",
        description: "The application",
        securityGroupId: ref("db"),
      }),
      of("aws:rds/instance:Instance", "orders", {
        engine: "postgres",
        instanceClass: "db.t4g.medium",
        vpcSecurityGroupIds: [ref("db")],
      }),
    ],
    means: ["sg-one-style-of-rules db", "sg-data-egress-limited db"],
  },
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
  {
    why: "listeners of both modules: plain HTTP, an old policy, no policy, a redirect that stays plain",
    resources: [
      of("aws:lb/loadBalancer:LoadBalancer", "web", {
        loadBalancerType: "application",
        subnets: ["subnet-1", "subnet-2"],
        accessLogs: { bucket: "logs", enabled: false },
      }),
      of("aws:lb/targetGroup:TargetGroup", "tg", { port: 8080, protocol: "HTTP", vpcId: "vpc-1" }),
      of("aws:lb/listener:Listener", "http", {
        loadBalancerArn: ref("web", "arn"),
        port: 80,
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:alb/listener:Listener", "old", {
        loadBalancerArn: ref("web", "arn"),
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-2016-08",
        certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:lb/listener:Listener", "nlb", {
        loadBalancerArn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:lb/net/x/1",
        port: 8883,
        protocol: "TLS",
        certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
      }),
      of("aws:lb/listener:Listener", "loop", {
        loadBalancerArn: ref("web", "arn"),
        port: 8080,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: { port: "80", protocol: "#{protocol}", statusCode: "HTTP_301" },
          },
        ],
      }),
    ],
    means: [
      "lb-https-only http",
      "lb-modern-tls-policy old",
      "lb-modern-tls-policy nlb",
      "lb-https-only loop",
      "lb-hardening web",
    ],
  },
  {
    why: "VPNs: no log and a long session, everyone anywhere, weak tunnels with a written key",
    resources: [
      of("aws:ec2clientvpn/endpoint:Endpoint", "vpn", {
        clientCidrBlock: "172.16.0.0/22",
        serverCertificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        sessionTimeoutHours: 24,
        authenticationOptions: [{ type: "certificate-authentication" }],
        connectionLogOptions: { enabled: false },
      }),
      of("aws:ec2clientvpn/authorizationRule:AuthorizationRule", "all", {
        clientVpnEndpointId: ref("vpn"),
        targetNetworkCidr: "0.0.0.0/0",
        authorizeAllGroups: true,
      }),
      of("aws:ec2/vpnConnection:VpnConnection", "office", {
        customerGatewayId: "cgw-1",
        vpnGatewayId: "vgw-1",
        type: "ipsec.1",
        tunnel1PresharedKey: "kD83hdDk2_plain",
        tunnel1IkeVersions: ["ikev1", "ikev2"],
        tunnel2Phase1EncryptionAlgorithms: ["AES128", "AES256"],
        tunnel2Phase2IntegrityAlgorithms: ["SHA1"],
        tunnel1Phase1DhGroupNumbers: [2, 14],
      }),
    ],
    means: [
      "client-vpn-hardening vpn",
      "client-vpn-no-authorize-all all",
      "s2s-vpn-strong-crypto office",
      "s2s-vpn-no-plaintext-psk office",
    ],
  },
];
