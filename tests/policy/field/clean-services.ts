import { secret } from "../support/case.ts";
import { type FieldPlan, of, ref } from "./declare.ts";

const account = "123456789012";

/** Clean facts of stores and accounts that resemble a violation. */
export const cleanServicePlans: readonly FieldPlan[] = [
  {
    why: "databases in private subnets of a VPC whose public ones have their own table",
    resources: [
      of("aws:ec2/subnet:Subnet", "private", {
        vpcId: "vpc-1",
        cidrBlock: "10.0.1.0/24",
        tags: { Name: "private" },
      }),
      of("aws:ec2/routeTable:RouteTable", "inside", {
        vpcId: "vpc-1",
        routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }],
      }),
      of("aws:ec2/routeTableAssociation:RouteTableAssociation", "inside-private", {
        subnetId: ref("private"),
        routeTableId: ref("inside"),
      }),
      of("aws:rds/subnetGroup:SubnetGroup", "db", { subnetIds: [ref("private")] }),
      of("aws:elasticache/subnetGroup:SubnetGroup", "cache", { subnetIds: ["subnet-9"] }),
    ],
  },
  {
    why: "snapshots shared with an account, and an account that is closed",
    resources: [
      of("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "disk", {
        snapshotId: "snap-1",
        accountId: "999988887777",
      }),
      of("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", {
        state: "block-all-sharing",
      }),
      of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "buckets", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      of("aws:ebs/encryptionByDefault:EncryptionByDefault", "disks", { enabled: true }),
    ],
  },
  {
    why: "rights on one's own user, on named roles, and with a boundary",
    resources: [
      of("aws:iam/policy:Policy", "self", {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Action: ["iam:CreateAccessKey", "iam:UpdateLoginProfile"],
              Resource: "arn:aws:iam::*:user/${aws:username}",
            },
            {
              Effect: "Allow",
              Action: ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"],
              Resource: "*",
              Condition: {
                StringEquals: {
                  "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/boundary`,
                },
              },
            },
            {
              Effect: "Allow",
              Action: ["iam:PassRole"],
              Resource: `arn:aws:iam::${account}:role/shop-*`,
            },
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Resource: "arn:aws:iam::*:role/deploy-target",
            },
            { Effect: "Allow", Action: ["lambda:CreateFunction", "iam:List*"], Resource: "*" },
          ],
        }),
      }),
    ],
  },
  {
    why: "search in a VPC, a warehouse and brokers with their safe settings",
    resources: [
      of("aws:opensearch/domain:Domain", "search", {
        vpcOptions: { subnetIds: ["subnet-1"] },
        accessPolicies: JSON.stringify({
          Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: "es:*", Resource: "*" },
        }),
        encryptAtRest: { enabled: true, kmsKeyId: "key" },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: { enforceHttps: true },
        logPublishingOptions: [{ logType: "AUDIT_LOGS" }],
        advancedSecurityOptions: {
          masterUserOptions: { masterUserName: "admin", masterUserPassword: secret("generated") },
        },
      }),
      of("aws:redshift/cluster:Cluster", "warehouse", {
        clusterIdentifier: "warehouse",
        clusterSubnetGroupName: "private",
        encrypted: true,
        kmsKeyId: "key",
        publiclyAccessible: false,
        manageMasterPassword: true,
      }),
      of("aws:msk/cluster:Cluster", "kafka", {
        brokerNodeGroupInfo: { clientSubnets: ["subnet-1"] },
        encryptionInfo: {
          encryptionAtRestKmsKeyArn: "key",
          encryptionInTransit: { clientBroker: "TLS", inCluster: true },
        },
        loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true } } },
      }),
    ],
  },
  {
    why: "parameters: a plain one, a secure one, and the ARN of a secret",
    resources: [
      of("aws:ssm/parameter:Parameter", "size", { name: "/shop/size", type: "String", value: "3" }),
      of("aws:ssm/parameter:Parameter", "db", {
        name: "/shop/db/password",
        type: "SecureString",
        value: secret("generated"),
      }),
      of("aws:ssm/parameter:Parameter", "arn", {
        name: "/shop/db/secret-arn",
        type: "String",
        value: `arn:aws:secretsmanager:eu-west-1:${account}:secret:db`,
      }),
      of("aws:ssm/parameter:Parameter", "later", {
        name: "/shop/mail/api-key",
        type: "SecureString",
        value: "placeholder, set by hand",
      }),
    ],
  },
  {
    why: "an emulator with made-up keys, and a standard queue with the key of SQS",
    resources: [
      of(
        "aws:sqs/queue:Queue",
        "jobs",
        { sqsManagedSseEnabled: true },
        {
          provider: {
            name: "local",
            props: { accessKey: "test", secretKey: "test", skipCredentialsValidation: true },
          },
        },
      ),
    ],
  },
];
