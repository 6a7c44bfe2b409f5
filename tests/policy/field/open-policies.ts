import { type FieldPlan, json, of, ref } from "./declare.ts";

const allow = (action: string, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*", ...more }],
});

/** Violating plans of what everyone may read, call or copy. */
export const openPolicyPlans: readonly FieldPlan[] = [
  {
    why: "a queue and a topic that take messages from everyone",
    resources: [
      of("aws:sqs/queue:Queue", "jobs", { name: "jobs" }),
      of("aws:sqs/queuePolicy:QueuePolicy", "jobs-policy", {
        queueUrl: ref("jobs", "url"),
        policy: json(allow("sqs:*", { Resource: ref("jobs", "arn") })),
      }),
      of("aws:sns/topic:Topic", "orders", {
        policy: JSON.stringify(allow("sns:Publish", { Principal: { AWS: "*" } })),
      }),
    ],
    means: ["resource-policy-not-open jobs-policy", "resource-policy-not-open orders"],
  },
  {
    why: "a topic's policy with a star in a list of principals, and a condition that names nobody",
    resources: [
      of("aws:sns/topicPolicy:TopicPolicy", "orders-policy", {
        arn: "arn:aws:sns:eu-west-1:123456789012:orders",
        policy: allow("SNS:Subscribe", {
          Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] },
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        }),
      }),
    ],
    means: ["resource-policy-not-open orders-policy"],
  },
  {
    why: "file systems that are plain, and that everyone may mount",
    resources: [
      of("aws:efs/fileSystem:FileSystem", "files", { creationToken: "files" }),
      of("aws:efs/fileSystemPolicy:FileSystemPolicy", "files-policy", {
        fileSystemId: ref("files"),
        policy: JSON.stringify(
          allow("elasticfilesystem:Client*", {
            Condition: { Bool: { "aws:SecureTransport": "true" } },
          }),
        ),
      }),
    ],
    means: ["data-store-encrypted files", "resource-policy-not-open files-policy"],
  },
  {
    why: "a registry, a secret, a backup vault and an event bus that are open to everyone",
    resources: [
      of("aws:ecr/repositoryPolicy:RepositoryPolicy", "images", {
        repository: "shop",
        policy: JSON.stringify(allow("ecr:*", { Resource: undefined })),
      }),
      of("aws:secretsmanager/secretPolicy:SecretPolicy", "db", {
        secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
        policy: JSON.stringify(allow("secretsmanager:GetSecretValue")),
      }),
      of("aws:backup/vaultPolicy:VaultPolicy", "vault", {
        backupVaultName: "main",
        policy: JSON.stringify(allow("backup:*")),
      }),
      of("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "bus", {
        policy: JSON.stringify(allow("events:PutEvents")),
      }),
      of("aws:glacier/vault:Vault", "archive", {
        name: "archive",
        accessPolicy: JSON.stringify(allow("glacier:*")),
      }),
    ],
    means: ["images", "db", "vault", "bus", "archive"].map(
      (name) => `resource-policy-not-open ${name}`,
    ),
  },
  {
    why: "a search domain on the internet that lets everyone in, plain and by HTTP",
    resources: [
      of("aws:elasticsearch/domain:Domain", "logs", {
        domainName: "logs",
        accessPolicies: JSON.stringify(allow("es:*")),
        domainEndpointOptions: {
          enforceHttps: false,
          tlsSecurityPolicy: "Policy-Min-TLS-1-0-2019-07",
        },
      }),
    ],
    means: [
      "resource-policy-not-open logs",
      "data-store-encrypted logs",
      "data-service-in-transit logs",
    ],
  },
  {
    why: "a function that everyone may call, by a permission and by a URL, and a layer for all",
    resources: [
      of("aws:lambda/permission:Permission", "call", {
        action: "lambda:InvokeFunction",
        function: "api",
        principal: "*",
      }),
      of("aws:lambda/functionUrl:FunctionUrl", "url", {
        functionName: "api",
        authorizationType: "NONE",
      }),
      of("aws:lambda/layerVersionPermission:LayerVersionPermission", "layer", {
        action: "lambda:GetLayerVersion",
        layerName: "shared",
        principal: "*",
        statementId: "all",
        versionNumber: 1,
      }),
    ],
    means: ["lambda-not-public call", "lambda-url-authenticated url", "lambda-not-public layer"],
  },
  {
    why: "snapshots, an image and a document that every account may copy",
    resources: [
      of("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "disk", {
        snapshotId: "snap-1",
        accountId: "all",
      }),
      of("aws:rds/clusterSnapshot:ClusterSnapshot", "aurora", {
        dbClusterIdentifier: "shop",
        dbClusterSnapshotIdentifier: "shop-1",
        sharedAccounts: ["all"],
      }),
      of("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "image", {
        imageId: "ami-1",
        group: "all",
      }),
      of("aws:ssm/document:Document", "run", {
        documentType: "Command",
        content: "{}",
        permissions: { type: "Share", account_ids: "all" },
      }),
    ],
    means: ["disk", "aurora", "image", "run"].map((name) => `snapshot-not-public ${name}`),
  },
  {
    why: "an account and an access point that take their blocks away",
    resources: [
      of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "buckets", {
        blockPublicAcls: false,
        blockPublicPolicy: false,
      }),
      of("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", {
        state: "unblocked",
      }),
      of("aws:s3/accessPoint:AccessPoint", "door", {
        bucket: "data",
        publicAccessBlockConfiguration: { blockPublicPolicy: false },
      }),
      of("aws:ebs/encryptionByDefault:EncryptionByDefault", "disks", { enabled: false }),
    ],
    means: ["buckets", "snapshots", "door", "disks"].map(
      (name) => `account-blocks-public-access ${name}`,
    ),
  },
];
