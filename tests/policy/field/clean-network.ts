import { type FieldPlan, json, of, ref, text } from "./declare.ts";

const zones = ["a", "b", "c"] as const;
const key = (name: string) =>
  of("aws:kms/key:Key", name, {
    description: name,
    enableKeyRotation: true,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    }),
  });
const logGroup = (name: string, kms: string) =>
  of("aws:cloudwatch/logGroup:LogGroup", name, {
    name: `/shop/${name}`,
    retentionInDays: 90,
    kmsKeyId: ref(kms, "arn"),
  });

const flowRole = [
  of("aws:iam/role:Role", "flow-role", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Action: "sts:AssumeRole",
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        },
      ],
    }),
  }),
  of("aws:iam/rolePolicy:RolePolicy", "flow-policy", {
    role: ref("flow-role"),
    policy: json({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: text`${ref("flow-logs", "arn")}:*`,
        },
      ],
    }),
  }),
];

/** Clean plans of networks. */
export const cleanNetworkPlans: readonly FieldPlan[] = [
  {
    why: "production of awsx: three zones, a NAT each, a flow log, a closed default group",
    stack: "prod",
    resources: [
      key("logs-key"),
      logGroup("flow-logs", "logs-key"),
      ...flowRole,
      of("awsx:ec2:Vpc", "shop", { cidrBlock: "10.40.0.0/16", numberOfAvailabilityZones: 3 }),
      of(
        "aws:ec2/vpc:Vpc",
        "main",
        { cidrBlock: "10.40.0.0/16", enableDnsHostnames: true, enableDnsSupport: true },
        { parent: "shop" },
      ),
      of(
        "aws:ec2/internetGateway:InternetGateway",
        "igw",
        { vpcId: ref("main") },
        { parent: "shop" },
      ),
      ...zones.flatMap((zone, index) => {
        const availabilityZone = `ap-northeast-2${zone}`;
        const child = { parent: "shop" };
        return [
          of(
            "aws:ec2/subnet:Subnet",
            `public-${zone}`,
            {
              vpcId: ref("main"),
              cidrBlock: `10.40.${String(index)}.0/24`,
              availabilityZone,
              mapPublicIpOnLaunch: true,
              tags: {
                Name: `shop-public-${zone}`,
                SubnetType: "Public",
                "kubernetes.io/role/elb": "1",
              },
            },
            child,
          ),
          of("aws:ec2/routeTable:RouteTable", `public-rt-${zone}`, { vpcId: ref("main") }, child),
          of("aws:ec2/routeTableAssociation:RouteTableAssociation", `public-rta-${zone}`, {
            subnetId: ref(`public-${zone}`),
            routeTableId: ref(`public-rt-${zone}`),
          }),
          of("aws:ec2/route:Route", `public-route-${zone}`, {
            routeTableId: ref(`public-rt-${zone}`),
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: ref("igw"),
          }),
          of("aws:ec2/eip:Eip", `eip-${zone}`, { domain: "vpc" }, child),
          of(
            "aws:ec2/natGateway:NatGateway",
            `nat-${zone}`,
            {
              subnetId: ref(`public-${zone}`),
              allocationId: ref(`eip-${zone}`, "allocationId"),
            },
            child,
          ),
          of(
            "aws:ec2/subnet:Subnet",
            `private-${zone}`,
            {
              vpcId: ref("main"),
              cidrBlock: `10.40.${String(64 + index * 32)}.0/19`,
              availabilityZone,
              mapPublicIpOnLaunch: false,
              tags: {
                Name: `shop-private-${zone}`,
                SubnetType: "Private",
                "kubernetes.io/role/internal-elb": "1",
              },
            },
            child,
          ),
          of("aws:ec2/routeTable:RouteTable", `private-rt-${zone}`, { vpcId: ref("main") }, child),
          of("aws:ec2/routeTableAssociation:RouteTableAssociation", `private-rta-${zone}`, {
            subnetId: ref(`private-${zone}`),
            routeTableId: ref(`private-rt-${zone}`),
          }),
          of("aws:ec2/route:Route", `private-route-${zone}`, {
            routeTableId: ref(`private-rt-${zone}`),
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: ref(`nat-${zone}`),
          }),
        ];
      }),
      of("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
        vpcId: ref("main"),
        serviceName: "com.amazonaws.ap-northeast-2.s3",
        vpcEndpointType: "Gateway",
        routeTableIds: zones.map((zone) => ref(`private-rt-${zone}`)),
      }),
      of("aws:ec2/flowLog:FlowLog", "flow", {
        vpcId: ref("main"),
        trafficType: "ALL",
        iamRoleArn: ref("flow-role", "arn"),
        logDestination: ref("flow-logs", "arn"),
      }),
      of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: ref("main") }),
    ],
  },
  {
    why: "VPNs for people and for the office",
    stack: "prod",
    resources: [
      key("vpn-key"),
      logGroup("vpn-logs", "vpn-key"),
      of("aws:ec2clientvpn/endpoint:Endpoint", "people", {
        vpcId: "vpc-0a1b2c3d",
        clientCidrBlock: "172.20.0.0/22",
        serverCertificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
        splitTunnel: true,
        sessionTimeoutHours: 10,
        securityGroupIds: ["sg-0f00ba4"],
        authenticationOptions: [
          {
            type: "federated-authentication",
            samlProviderArn: "arn:aws:iam::123456789012:saml-provider/sso",
          },
        ],
        connectionLogOptions: { enabled: true, cloudwatchLogGroup: ref("vpn-logs", "name") },
      }),
      of("aws:ec2clientvpn/authorizationRule:AuthorizationRule", "developers", {
        clientVpnEndpointId: ref("people"),
        targetNetworkCidr: "10.40.0.0/16",
        accessGroupId: "developers",
      }),
      of("aws:ec2/vpnConnection:VpnConnection", "office", {
        customerGatewayId: "cgw-1",
        transitGatewayId: "tgw-1",
        type: "ipsec.1",
        tunnel1IkeVersions: ["ikev2"],
        tunnel2IkeVersions: ["ikev2"],
        tunnel1Phase1EncryptionAlgorithms: ["AES256-GCM-16"],
        tunnel1Phase1IntegrityAlgorithms: ["SHA2-256"],
        tunnel1Phase1DhGroupNumbers: [20, 21],
        presharedKeyStorage: "SecretsManager",
      }),
    ],
  },
];
