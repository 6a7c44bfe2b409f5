import { role } from "./parts.ts";
import { documented, operation, type Request } from "./request.ts";
import { stores } from "./store-parts.ts";

const iam = (page: string): string => documented(`IAM/latest/UserGuide/${page}.html`);
const document = (...statements: readonly Readonly<Record<string, unknown>>[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Requests about identities, keys, names and messages that AWS grants, though they look like ones that it refuses. */
export const acceptedIdentity: readonly Request[] = [
  {
    asks: "a policy of wildcards, conditions on tags, and statements without a Sid",
    source: iam("reference_policies_elements"),
    act: (cloud) =>
      cloud.make("aws:iam/policy:Policy", {
        name: "karpenter",
        path: "/hanok/",
        policy: document(
          { Effect: "Allow", Action: ["ec2:Describe*", "pricing:GetProducts"], Resource: "*" },
          {
            Effect: "Allow",
            Action: "ec2:CreateTags",
            Resource: "arn:aws:ec2:*:*:instance/*",
            Condition: {
              StringEquals: { "ec2:CreateAction": ["RunInstances", "CreateFleet"] },
              "ForAllValues:StringEquals": { "aws:TagKeys": ["Name", "karpenter.sh/nodeclaim"] },
              StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
            },
          },
          {
            Effect: "Deny",
            NotAction: ["iam:*", "sts:*"],
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ),
      }),
  },
  {
    asks: "a trust of EKS Pod Identity, with tags of the session",
    source: documented("eks/latest/userguide/pod-id-role.html"),
    act: (cloud) =>
      cloud.make("aws:iam/role:Role", {
        name: "karpenter",
        path: "/hanok/",
        maxSessionDuration: 43200,
        assumeRolePolicy: document({
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        }),
      }),
  },
  {
    asks: "one policy for two roles, and a role's name again once it is gone",
    source: operation("IAM", "AttachRolePolicy"),
    act: (cloud) => {
      for (const name of ["one", "two"]) {
        role(cloud, "ec2.amazonaws.com", name);
        cloud.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
          role: name,
          policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        });
      }
      role(cloud, "ec2.amazonaws.com", "three");
      cloud.delete("aws:iam/role:Role", "three");
      role(cloud, "ec2.amazonaws.com", "three");
    },
  },
  {
    asks: "two aliases of a key that logs may use from this account",
    source: documented("AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"),
    act: (cloud) => {
      const key = cloud.make("aws:kms/key:Key", {
        enableKeyRotation: true,
        policy: document(
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Effect: "Allow",
            Principal: { Service: "logs.ap-northeast-2.amazonaws.com" },
            Action: [
              "kms:Encrypt*",
              "kms:Decrypt*",
              "kms:ReEncrypt*",
              "kms:GenerateDataKey*",
              "kms:Describe*",
            ],
            Resource: "*",
            Condition: {
              ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:ap-northeast-2:123456789012:*",
              },
            },
          },
        ),
      });
      for (const name of ["alias/logs", "alias/hanok/dev"])
        cloud.make("aws:kms/alias:Alias", { name, targetKeyId: key.id });
      cloud.make("aws:cloudwatch/logGroup:LogGroup", {
        name: "/aws/eks/hanok-dev/cluster",
        retentionInDays: 3653,
        kmsKeyId: key.properties["arn"],
      });
    },
  },
  {
    asks: "a bucket of dots, closed to the public, that denies everybody without TLS",
    source: documented("AmazonS3/latest/userguide/access-control-block-public-access.html"),
    act: (cloud) => {
      const bucket = cloud.id("aws:s3/bucket:Bucket", { bucket: "files.shop.example" });
      cloud.make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      cloud.make("aws:s3/bucketPolicy:BucketPolicy", {
        bucket,
        policy: document({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      });
    },
  },
  {
    asks: "a secret's name with slashes, and two versions of it",
    source: documented("secretsmanager/latest/apireference/API_CreateSecret.html"),
    act: (cloud) => {
      const secretId = cloud.id("aws:secretsmanager/secret:Secret", {
        name: "hanok/dev/vpn/seoul+1@office",
        recoveryWindowInDays: 7,
      });
      for (const secretString of ["one", "two"])
        cloud.make("aws:secretsmanager/secretVersion:SecretVersion", { secretId, secretString });
    },
  },
  {
    asks: "five targets of a rule whose pattern has prefixes and exceptions",
    source: documented("eventbridge/latest/userguide/eb-create-pattern-operators.html"),
    act: (cloud) => {
      cloud.make("aws:cloudwatch/eventRule:EventRule", {
        name: "spot",
        eventPattern: JSON.stringify({
          source: [{ prefix: "aws." }],
          "detail-type": [{ "anything-but": ["EC2 Instance Launch Successful"] }],
          detail: { state: ["running"], count: [{ numeric: [">", 0, "<=", 5] }] },
        }),
      });
      for (const at of [1, 2, 3, 4, 5]) stores.target(cloud, at);
    },
  },
  {
    asks: "a queue that lets EventBridge send, and keeps for 14 days",
    source: documented("eventbridge/latest/userguide/eb-use-resource-based.html"),
    act: (cloud) =>
      cloud.make("aws:sqs/queue:Queue", {
        name: "hanok-dev-karpenter",
        messageRetentionSeconds: 1209600,
        sqsManagedSseEnabled: true,
        policy: document({
          Effect: "Allow",
          Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
          Action: "sqs:SendMessage",
          Resource: "arn:aws:sqs:ap-northeast-2:123456789012:hanok-dev-karpenter",
        }),
      }),
  },
  {
    asks: "a service's own role beside one of the same service with a suffix",
    source: operation("IAM", "CreateServiceLinkedRole"),
    act: (cloud) => {
      for (const customSuffix of [undefined, "hanok"])
        cloud.make("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
          awsServiceName: "autoscaling.amazonaws.com",
          ...(customSuffix === undefined ? {} : { customSuffix }),
        });
    },
  },
];
