import { role } from "./parts.ts";
import { documented, operation, type Request } from "./request.ts";
import { stores } from "./store-parts.ts";

const iam = (page: string): string => documented(`IAM/latest/UserGuide/${page}.html`);
const document = (...statements: readonly Readonly<Record<string, unknown>>[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Requests about identities, keys, messages and stores that AWS grants, though they look like ones that it refuses. */
export const acceptedStores: readonly Request[] = [
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
          { Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
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
            Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
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
    asks: "MariaDB with a standby, a replica, and room to grow",
    source: operation("AmazonRDS", "CreateDBInstance"),
    act: (cloud, of) => {
      const source = stores.instance(cloud, of, {
        multiAz: true,
        maxAllocatedStorage: 100,
        backupRetentionPeriod: 35,
        backupWindow: "18:00-18:30",
        maintenanceWindow: "sun:19:00-sun:19:30",
        password: "cor#rect!horse$9",
      });
      cloud.make("aws:rds/instance:Instance", {
        identifier: "orders-replica",
        replicateSourceDb: source.properties["identifier"],
        instanceClass: "db.t4g.small",
        skipFinalSnapshot: true,
      });
    },
  },
  {
    asks: "Aurora that scales to nothing, with a reader",
    source: documented("AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html"),
    act: (cloud, of) => {
      const cluster = cloud.make("aws:rds/cluster:Cluster", {
        clusterIdentifier: "members",
        engine: "aurora-mysql",
        engineVersion: "8.0.mysql_aurora.3.08.0",
        masterUsername: "operator",
        manageMasterUserPassword: true,
        dbSubnetGroupName: stores.subnets(cloud, "aws:rds/subnetGroup:SubnetGroup", of),
        serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 4 },
        skipFinalSnapshot: true,
      });
      for (const at of [1, 2])
        cloud.make("aws:rds/clusterInstance:ClusterInstance", {
          identifier: `members-${at}`,
          clusterIdentifier: cluster.id,
          engine: "aurora-mysql",
          instanceClass: "db.serverless",
        });
    },
  },
  {
    asks: "DocumentDB with three instances, and its parameter group's deletion after the cluster's",
    source: documented("documentdb/latest/developerguide/API_CreateDBCluster.html"),
    act: (cloud, of) => {
      const group = cloud.id("aws:docdb/clusterParameterGroup:ClusterParameterGroup", {
        name: "files",
        family: "docdb5.0",
        parameters: [{ name: "tls", value: "enabled" }],
      });
      const cluster = stores.documents(cloud, of, {
        dbClusterParameterGroupName: group,
        storageEncrypted: true,
      });
      const instances = [1, 2, 3].map((at) =>
        cloud.id("aws:docdb/clusterInstance:ClusterInstance", {
          identifier: `files-${at}`,
          clusterIdentifier: cluster.id,
          instanceClass: "db.t4g.medium",
        }),
      );
      for (const id of instances) cloud.delete("aws:docdb/clusterInstance:ClusterInstance", id);
      cloud.delete("aws:docdb/cluster:Cluster", cluster.id);
      cloud.delete("aws:docdb/clusterParameterGroup:ClusterParameterGroup", group);
    },
  },
  {
    asks: "a cache with users, over TLS",
    source: operation("AmazonElastiCache", "CreateReplicationGroup"),
    act: (cloud, of) => {
      const user = cloud.id("aws:elasticache/user:User", {
        userId: "sessions",
        userName: "sessions",
        engine: "valkey",
        accessString: "on ~sess:* +@all -@dangerous",
        authenticationMode: { type: "password", passwords: ["correct-horse-battery-9"] },
      });
      const group = cloud.id("aws:elasticache/userGroup:UserGroup", {
        userGroupId: "sessions",
        engine: "valkey",
        userIds: [user],
      });
      stores.cache(cloud, of, {
        transitEncryptionEnabled: true,
        atRestEncryptionEnabled: true,
        userGroupIds: [group],
      });
    },
  },
  {
    asks: "RabbitMQ of three nodes in the subnets of two zones",
    source: documented("amazon-mq/latest/developer-guide/rabbitmq-broker-architecture-cluster.html"),
    act: (cloud, of) =>
      stores.broker(cloud, of, {
        deploymentMode: "CLUSTER_MULTI_AZ",
        subnetIds: [of.a, of.b],
        logs: { general: true },
      }),
  },
  {
    asks: "a file system with mount targets in two zones, and two access points",
    source: documented("efs/latest/ug/API_CreateAccessPoint.html"),
    act: (cloud, { a, b, sg }) => {
      const fileSystemId = cloud.id("aws:efs/fileSystem:FileSystem", {
        encrypted: true,
        throughputMode: "elastic",
        lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }],
      });
      for (const subnetId of [a, b])
        cloud.make("aws:efs/mountTarget:MountTarget", {
          fileSystemId,
          subnetId,
          securityGroups: [sg],
        });
      for (const uid of [1000, 1001])
        cloud.make("aws:efs/accessPoint:AccessPoint", {
          fileSystemId,
          posixUser: { uid, gid: uid },
        });
    },
  },
  {
    asks: "backups that go cold after a day and stay for 91, with a copy",
    source: documented("aws-backup/latest/devguide/API_Lifecycle.html"),
    act: (cloud) =>
      stores.plan(
        cloud,
        { coldStorageAfter: 1, deleteAfter: 91 },
        {
          copyActions: [
            {
              destinationVaultArn:
                "arn:aws:backup:ap-northeast-1:123456789012:backup-vault:Default",
            },
          ],
        },
      ),
  },
  {
    asks: "a cluster of the smallest range for Services, and the role of its nodes as an entry",
    source: operation("eks", "CreateAccessEntry"),
    act: (cloud, of) => {
      const cluster = stores.cluster(cloud, of, {
        kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/24" },
        enabledClusterLogTypes: ["api", "audit", "authenticator"],
        upgradePolicy: { supportType: "STANDARD" },
      });
      cloud.make("aws:eks/accessEntry:AccessEntry", {
        clusterName: cluster.id,
        principalArn: role(cloud, "ec2.amazonaws.com", "nodes"),
        type: "EC2_LINUX",
      });
    },
  },
  {
    asks: "two lifecycle rules, and a repository whose tags never move",
    source: documented("AmazonECR/latest/userguide/lifecycle_policy_parameters.html"),
    act: (cloud) => stores.lifecycle(cloud, [1, 2]),
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
