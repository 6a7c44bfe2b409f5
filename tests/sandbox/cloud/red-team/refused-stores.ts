import { documented, operation, type RefusedRequest } from "./request.ts";
import { role } from "./parts.ts";
import { stores } from "./store-parts.ts";

/** Requests about identities, keys, messages and stores that AWS refuses. */
export const refusedStores: readonly RefusedRequest[] = [
  {
    asks: "a role whose name differs from another's in case only",
    source: operation("IAM", "CreateRole"),
    code: "EntityAlreadyExists",
    act: (cloud) => {
      for (const name of ["Deploy", "deploy"]) role(cloud, "ec2.amazonaws.com", name);
    },
  },
  {
    asks: "a service-linked role of a service that there is not",
    source: operation("IAM", "CreateServiceLinkedRole"),
    code: "InvalidInput",
    act: (cloud) =>
      cloud.make("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
        awsServiceName: "hanok.amazonaws.com",
      }),
  },
  {
    asks: "a log group of AWS's own name",
    source: operation("AmazonCloudWatchLogs", "CreateLogGroup"),
    code: "InvalidParameterException",
    act: (cloud) => cloud.make("aws:cloudwatch/logGroup:LogGroup", { name: "aws/eks/dev" }),
  },
  {
    asks: "to suspend the versions of a bucket with object lock",
    source: documented("AmazonS3/latest/API/ErrorResponses.html"),
    code: "InvalidBucketState",
    act: (cloud) =>
      cloud.make("aws:s3/bucketVersioning:BucketVersioning", {
        bucket: cloud.id("aws:s3/bucket:Bucket", {
          bucket: "hanok-state",
          objectLockEnabled: true,
        }),
        versioningConfiguration: { status: "Suspended" },
      }),
  },
  {
    asks: "a secret's policy for everybody",
    source: documented("secretsmanager/latest/apireference/API_PutResourcePolicy.html"),
    code: "PublicPolicyException",
    act: (cloud) =>
      cloud.make("aws:secretsmanager/secretPolicy:SecretPolicy", {
        secretArn: cloud.id("aws:secretsmanager/secret:Secret", { name: "s" }),
        blockPublicPolicy: true,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: "secretsmanager:GetSecretValue",
              Resource: "*",
            },
          ],
        }),
      }),
  },
  {
    asks: "a rule of a pattern that is no list",
    source: operation("eventbridge", "PutRule"),
    code: "InvalidEventPatternException",
    act: (cloud) =>
      cloud.make("aws:cloudwatch/eventRule:EventRule", {
        name: "spot",
        eventPattern: JSON.stringify({ source: "aws.ec2" }),
      }),
  },
  {
    asks: "a sixth target of a rule",
    source: operation("eventbridge", "PutTargets"),
    code: "LimitExceededException",
    act: (cloud) => {
      for (const at of [1, 2, 3, 4, 5, 6]) stores.target(cloud, at);
    },
  },
  {
    asks: "a subscription to a topic that there is not",
    source: documented("sns/latest/api/API_Subscribe.html"),
    code: "NotFound",
    act: (cloud) =>
      cloud.make("aws:sns/topicSubscription:TopicSubscription", {
        topic: "arn:aws:sns:ap-northeast-2:123456789012:gone",
        protocol: "email",
        endpoint: "team@shop.example",
      }),
  },
  {
    asks: "an instance with a password that has an at sign",
    source: operation("AmazonRDS", "CreateDBInstance"),
    code: "InvalidParameterValue",
    act: (cloud, of) => stores.instance(cloud, of, { password: "correct@horse9" }),
  },
  {
    asks: "to delete a parameter group that an instance has",
    source: operation("AmazonRDS", "DeleteDBParameterGroup"),
    code: "InvalidDBParameterGroupState",
    act: (cloud, of) => {
      const group = cloud.id("aws:rds/parameterGroup:ParameterGroup", {
        name: "orders",
        family: "mariadb11.4",
      });
      stores.instance(cloud, of, { parameterGroupName: group });
      cloud.delete("aws:rds/parameterGroup:ParameterGroup", group);
    },
  },
  {
    asks: "a DocumentDB cluster with a password that has a slash",
    source: documented("documentdb/latest/developerguide/API_CreateDBCluster.html"),
    code: "InvalidParameterValue",
    act: (cloud, of) => stores.documents(cloud, of, { masterPassword: "correct/horse9" }),
  },
  {
    asks: "to delete a cache's parameter group that is in use",
    source: operation("AmazonElastiCache", "DeleteCacheParameterGroup"),
    code: "InvalidCacheParameterGroupState",
    act: (cloud, of) => {
      const group = cloud.id("aws:elasticache/parameterGroup:ParameterGroup", {
        name: "sessions",
        family: "valkey8",
      });
      stores.cache(cloud, of, { parameterGroupName: group });
      cloud.delete("aws:elasticache/parameterGroup:ParameterGroup", group);
    },
  },
  {
    asks: "a mount target at an address in use",
    source: documented("efs/latest/ug/API_CreateMountTarget.html"),
    code: "IpAddressInUse",
    act: (cloud, { a }) => {
      cloud.make("aws:ec2/networkInterface:NetworkInterface", {
        subnetId: a,
        privateIps: ["10.0.0.20"],
      });
      cloud.make("aws:efs/mountTarget:MountTarget", {
        fileSystemId: cloud.id("aws:efs/fileSystem:FileSystem", {}),
        subnetId: a,
        ipAddress: "10.0.0.20",
      });
    },
  },
  {
    asks: "backups that are deleted less than 90 days after they went cold",
    source: documented("aws-backup/latest/devguide/API_Lifecycle.html"),
    code: "InvalidParameterValueException",
    act: (cloud) => stores.plan(cloud, { coldStorageAfter: 30, deleteAfter: 60 }),
  },
  {
    asks: "a cluster whose Services are in carrier-grade space",
    source: operation("eks", "KubernetesNetworkConfigRequest"),
    // the provider refuses it before AWS does
    code: "kubernetesNetworkConfig.serviceIpv4Cidr",
    act: (cloud, of) =>
      stores.cluster(cloud, of, { kubernetesNetworkConfig: { serviceIpv4Cidr: "100.64.0.0/16" } }),
  },
  {
    asks: "two lifecycle rules of one priority",
    source: operation("AmazonECR", "PutLifecyclePolicy"),
    code: "InvalidParameterException",
    act: (cloud) => stores.lifecycle(cloud, [1, 1]),
  },
];
