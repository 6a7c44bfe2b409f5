import { type FieldPlan, of, ref } from "./declare.ts";

const vpc = of("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const group = (name: string, props: object) =>
  of("aws:ec2/securityGroup:SecurityGroup", name, { description: "Managed by Pulumi", ...props });

/** Violating plans of security groups. */
export const securityGroupPlans: readonly FieldPlan[] = [
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
];
