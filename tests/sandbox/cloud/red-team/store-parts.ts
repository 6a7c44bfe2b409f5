import type { Properties } from "../../../../sandbox/cloud/model.ts";
import type { Result } from "../../../../sandbox/cloud/resource/work.ts";
import type { TestCloud } from "../cloud.ts";
import { existing, type Ground } from "../stores/table.ts";
import { role } from "./parts.ts";

const found = (cloud: TestCloud, type: string, id: string): string | undefined =>
  cloud.resources.store.all().find((one) => one.type === type && one.id === id)?.id;

/** What the requests about stores ask for more than once. */
export const stores = {
  /** Another queue as a target of the rule `spot`. */
  target: (cloud: TestCloud, at: number): Result => {
    const rule =
      found(cloud, "aws:cloudwatch/eventRule:EventRule", "spot") ??
      cloud.id("aws:cloudwatch/eventRule:EventRule", {
        name: "spot",
        eventPattern: JSON.stringify({ source: ["aws.ec2"] }),
      });
    const queue = cloud.make("aws:sqs/queue:Queue", { name: `queue-${at}` });
    return cloud.make("aws:cloudwatch/eventTarget:EventTarget", {
      rule,
      targetId: `queue-${at}`,
      arn: queue.properties["arn"],
    });
  },
  subnets: (cloud: TestCloud, type: string, { a, b }: Ground): string =>
    found(cloud, type, "stores") ?? cloud.id(type, { name: "stores", subnetIds: [a, b] }),
  instance: (cloud: TestCloud, of: Ground, more: Properties = {}): Result =>
    cloud.make("aws:rds/instance:Instance", {
      identifier: "orders",
      engine: "mariadb",
      engineVersion: "11.4",
      instanceClass: "db.t4g.micro",
      allocatedStorage: 20,
      storageType: "gp3",
      username: "admin",
      password: "correcthorse9",
      dbSubnetGroupName: stores.subnets(cloud, "aws:rds/subnetGroup:SubnetGroup", of),
      vpcSecurityGroupIds: [of.sg],
      skipFinalSnapshot: true,
      ...more,
    }),
  documents: (cloud: TestCloud, of: Ground, more: Properties = {}): Result =>
    cloud.make("aws:docdb/cluster:Cluster", {
      clusterIdentifier: "files",
      engineVersion: "5.0.0",
      masterUsername: "operator",
      masterPassword: "correcthorse9",
      dbSubnetGroupName: stores.subnets(cloud, "aws:docdb/subnetGroup:SubnetGroup", of),
      vpcSecurityGroupIds: [of.sg],
      skipFinalSnapshot: true,
      ...more,
    }),
  cache: (cloud: TestCloud, of: Ground, more: Properties = {}): Result =>
    cloud.make("aws:elasticache/replicationGroup:ReplicationGroup", {
      replicationGroupId: "sessions",
      description: "sessions",
      engine: "valkey",
      engineVersion: "8.0",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      subnetGroupName: stores.subnets(cloud, "aws:elasticache/subnetGroup:SubnetGroup", of),
      securityGroupIds: [of.sg],
      ...more,
    }),
  broker: (cloud: TestCloud, { a, sg }: Ground, more: Properties = {}): Result =>
    cloud.make("aws:mq/broker:Broker", {
      brokerName: "events",
      engineType: "RabbitMQ",
      engineVersion: "3.13",
      hostInstanceType: "mq.m7g.medium",
      deploymentMode: "SINGLE_INSTANCE",
      autoMinorVersionUpgrade: true,
      subnetIds: [a],
      securityGroups: [sg],
      users: [{ username: "operator", password: "correct-horse-9" }],
      ...more,
    }),
  plan: (cloud: TestCloud, lifecycle: Properties, more: Properties = {}): Result =>
    cloud.make("aws:backup/plan:Plan", {
      name: "daily",
      rules: [
        {
          ruleName: "daily",
          targetVaultName:
            found(cloud, "aws:backup/vault:Vault", "hanok") ??
            cloud.id("aws:backup/vault:Vault", { name: "hanok" }),
          schedule: "cron(0 18 * * ? *)",
          lifecycle,
          ...more,
        },
      ],
    }),
  cluster: (cloud: TestCloud, { a, b, sg }: Ground, more: Properties = {}): Result =>
    cloud.make("aws:eks/cluster:Cluster", {
      name: "hanok-dev",
      roleArn: role(cloud, "eks.amazonaws.com", "cluster"),
      version: "1.33",
      vpcConfig: {
        subnetIds: [a, b],
        securityGroupIds: [sg],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      accessConfig: { authenticationMode: "API" },
      ...more,
    }),
  /** A lifecycle policy with one rule for each priority. */
  lifecycle: (cloud: TestCloud, priorities: readonly number[]): Result =>
    cloud.make("aws:ecr/lifecyclePolicy:LifecyclePolicy", {
      repository: cloud.id("aws:ecr/repository:Repository", { name: "zipbob/api" }),
      policy: JSON.stringify({
        rules: priorities.map((rulePriority, at) => ({
          rulePriority,
          selection: {
            tagStatus: "tagged",
            tagPrefixList: [`v${at}`],
            countType: "imageCountMoreThan",
            countNumber: 10,
          },
          action: { type: "expire" },
        })),
      }),
    }),
  key: (cloud: TestCloud): string =>
    existing(cloud, "aws:kms/key:Key", "key", {
      arn: "arn:aws:kms:ap-northeast-2:123456789012:key/key",
      isEnabled: true,
    }),
};
