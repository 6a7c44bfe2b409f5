import { given, type Plan } from "./plan.ts";

const trust = (principal: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
});

/** Violating plans of plain `aws` resources. */
export const awsPlans: readonly Plan[] = [
  {
    why: "SSH from everywhere by a rule of its own, IPv6, beside a closed group",
    resources: [
      given("aws:ec2/securityGroup:SecurityGroup", "bastion", {
        description: "Bastion",
        vpcId: "vpc-1",
      }),
      given("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ssh", {
        securityGroupId: "sg-1",
        description: "SSH",
        ipProtocol: "tcp",
        fromPort: 20,
        toPort: 23,
        cidrIpv6: "::/0",
      }),
    ],
    violates: ["sg-no-world-admin-ports ssh"],
  },
  {
    why: "RDP by the older rule resource, in two halves of the internet",
    resources: [
      given("aws:ec2/securityGroupRule:SecurityGroupRule", "rdp", {
        type: "ingress",
        securityGroupId: "sg-1",
        description: "RDP",
        protocol: "tcp",
        fromPort: 3389,
        toPort: 3389,
        cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"],
      }),
    ],
    violates: ["sg-no-world-admin-ports rdp"],
  },
  {
    why: "a database port open to the world, inline, protocol by number",
    resources: [
      given("aws:ec2/securityGroup:SecurityGroup", "db", {
        description: "Database",
        vpcId: "vpc-1",
        ingress: [{ protocol: "6", fromPort: 3306, toPort: 3306, cidrBlocks: ["0.0.0.0/0"] }],
      }),
    ],
    violates: ["sg-no-world-data-ports db"],
  },
  {
    why: "an administrator's policy as JSON with single values",
    resources: [
      given("aws:iam/policy:Policy", "admin", {
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Action: "*", Resource: "*" },
        }),
      }),
    ],
    violates: ["iam-no-admin-star admin"],
  },
  {
    why: "a role's inline policy as an object that passes any role",
    resources: [
      given("aws:iam/role:Role", "ci", {
        assumeRolePolicy: trust({ Service: "codebuild.amazonaws.com" }),
        inlinePolicies: [
          {
            name: "deploy",
            policy: JSON.stringify({
              Statement: [{ Effect: "Allow", Action: ["iam:Pass*"], Resource: ["*"] }],
            }),
          },
        ],
      }),
    ],
    violates: ["iam-passrole-scoped ci"],
  },
  {
    why: "a role that everyone may assume who knows an external id",
    resources: [
      given("aws:iam/role:Role", "vendor", {
        assumeRolePolicy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: ["*"] },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": "abc" } },
            },
          ],
        }),
      }),
    ],
    violates: ["iam-trust-not-world vendor"],
  },
  {
    why: "an aliased bucket whose public access block leaves one door open",
    resources: [
      given("aws:s3/bucketV2:BucketV2", "logs", { bucket: "shop-logs" }),
      given("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "logs-block", {
        bucket: "shop-logs",
        blockPublicAcls: true,
        blockPublicPolicy: false,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    ],
    violates: ["s3-block-public-access logs-block"],
  },
  {
    why: "a bucket policy that lets everyone read, in the case of getPolicyDocument",
    resources: [
      given("aws:s3/bucket:Bucket", "site", { bucket: "shop-site" }),
      given("aws:s3/bucketPolicy:BucketPolicy", "site-policy", {
        bucket: "shop-site",
        policy: {
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: ["s3:GetObject"],
              Resource: ["arn:aws:s3:::shop-site/*"],
            },
          ],
        },
      }),
    ],
    violates: ["s3-no-wildcard-principal site-policy"],
  },
  {
    why: "a public, unencrypted database with its password in the program",
    resources: [
      given("aws:rds/instance:Instance", "db", {
        engine: "postgres",
        engineVersion: "16.4",
        instanceClass: "db.t4g.medium",
        allocatedStorage: 20,
        username: "app",
        password: "changeme-please",
        publiclyAccessible: true,
        skipFinalSnapshot: true,
      }),
    ],
    violates: ["rds-not-public db", "rds-encrypted db", "rds-no-plaintext-password db"],
  },
  {
    why: "an EKS cluster open to the world, without encrypted secrets",
    resources: [
      given("aws:eks/cluster:Cluster", "main", {
        roleArn: "arn:aws:iam::123456789012:role/eks",
        version: "1.35",
        vpcConfig: { subnetIds: ["subnet-a", "subnet-b"], endpointPublicAccess: true },
      }),
    ],
    violates: ["eks-api-not-open-to-world main"],
  },
  {
    why: "a broker that everyone reaches",
    resources: [
      given("aws:mq/broker:Broker", "mq", {
        engineType: "RabbitMQ",
        engineVersion: "3.13",
        hostInstanceType: "mq.m5.large",
        publiclyAccessible: true,
        users: [{ username: "app", password: "hunter2-hunter2" }],
      }),
    ],
    violates: ["mq-not-public mq"],
  },
];
