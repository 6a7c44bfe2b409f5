import { expect } from "chai";
import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { cacheTypes as t } from "../../../../sandbox/cloud/services/elasticache/common.ts";
import type { TestCloud } from "../cloud.ts";
import { accepts, type Ground, refuses } from "./table.ts";

const broker = "aws:mq/broker:Broker";

function cache(
  cloud: TestCloud,
  of: Ground,
  more: Properties = {},
  subnetIds = [of.a, of.b],
): Properties {
  if (!cloud.types().includes(t.subnetGroup))
    cloud.make(t.subnetGroup, { name: "cache", subnetIds });
  return cloud.make(t.replicationGroup, {
    replicationGroupId: "cache",
    description: "cache",
    engine: "valkey",
    nodeType: "cache.t4g.micro",
    subnetGroupName: "cache",
    securityGroupIds: [of.sg],
    numCacheClusters: 2,
    ...more,
  }).properties;
}
const user = (cloud: TestCloud, more: Properties = {}): string =>
  cloud.id(t.user, {
    userId: "app",
    userName: "app",
    engine: "redis",
    accessString: "on ~* +@all",
    passwords: ["sixteen-characters"],
    ...more,
  });

refuses("ElastiCache", [
  [
    "a subnet group over two VPCs",
    /InvalidSubnet/,
    (c, of) => c.make(t.subnetGroup, { name: "cache", subnetIds: [of.a, of.foreign] }),
  ],
  [
    "a version that there is not",
    /InvalidParameterCombination: Cannot find version 3\.3 for valkey/,
    (c, of) => cache(c, of, { engineVersion: "3.3" }),
  ],
  [
    "a node type that there is not",
    /InvalidParameterValue: The specified node type cache\.q1\.micro/,
    (c, of) => cache(c, of, { nodeType: "cache.q1.micro" }),
  ],
  [
    "failover of one node",
    /InvalidParameterValue: .*at least two nodes/,
    (c, of) => cache(c, of, { automaticFailoverEnabled: true, numCacheClusters: 1 }),
  ],
  [
    "zones without failover",
    /InvalidParameterCombination: Must enable automatic failover for Multi-AZ/,
    (c, of) => cache(c, of, { multiAzEnabled: true }),
  ],
  [
    "Multi-AZ in one zone",
    /InvalidParameterCombination: Multi-AZ requires/,
    (c, of) => cache(c, of, { multiAzEnabled: true, automaticFailoverEnabled: true }, [of.a]),
  ],
  [
    "shards without failover",
    /InvalidParameterCombination: Automatic failover must be enabled/,
    (c, of) =>
      cache(c, of, { numCacheClusters: undefined, numNodeGroups: 2, replicasPerNodeGroup: 1 }),
  ],
  [
    "a token without encryption",
    /InvalidParameterCombination: The AUTH token is only supported when encryption-in-transit/,
    (c, of) => cache(c, of, { authToken: "a-very-long-token-of-16" }),
  ],
  [
    "a token with an at sign",
    /authToken of .* is \(secret\): it must match/,
    (c, of) => cache(c, of, { authToken: "a-very-long-token@16", transitEncryptionEnabled: true }),
  ],
  [
    "a parameter group of another family",
    /InvalidParameterCombination: Expected a parameter group of family valkey8 but found one of family redis7/,
    (c, of) => cache(c, of, { engineVersion: "8.0", parameterGroupName: "default.redis7" }),
  ],
  [
    "a security group of another VPC",
    /InvalidParameterValue: Some security group IDs/,
    (c, of) => cache(c, of, { securityGroupIds: [of.foreignSg] }),
  ],
  [
    "a subnet group in use",
    /CacheSubnetGroupInUse/,
    (c, of) => [cache(c, of), c.delete(t.subnetGroup, "cache")],
  ],
  ["the same name twice", /ReplicationGroupAlreadyExists/, (c, of) => [cache(c, of), cache(c, of)]],
  ["a user twice", /UserAlreadyExists/, (c) => [user(c), user(c)]],
  [
    "a group of Redis without a default user",
    /DefaultUserRequired/,
    (c) => [
      user(c),
      c.make(t.userGroup, { userGroupId: "all", engine: "redis", userIds: ["app"] }),
    ],
  ],
  [
    "a group of nobody",
    /UserNotFound/,
    (c) => c.make(t.userGroup, { userGroupId: "all", engine: "valkey", userIds: ["none"] }),
  ],
]);

const rabbit = (cloud: TestCloud, of: Ground, more: Properties = {}): Properties =>
  cloud.make(broker, {
    brokerName: "queue",
    engineType: "RabbitMQ",
    engineVersion: "3.13",
    hostInstanceType: "mq.t3.micro",
    autoMinorVersionUpgrade: true,
    subnetIds: [of.a],
    securityGroups: [of.sg],
    users: [{ username: "owner", password: "correct-horse" }],
    ...more,
  }).properties;

refuses("Amazon MQ", [
  [
    "a version that there is not",
    /BadRequestException: Broker engine version \[2\.0\] is invalid/,
    (c, of) => rabbit(c, of, { engineVersion: "2.0" }),
  ],
  [
    "an instance type that there is not",
    /BadRequestException: Broker instance type \[mq\.q1\.large\] is invalid/,
    (c, of) => rabbit(c, of, { hostInstanceType: "mq.q1.large" }),
  ],
  [
    "a standby of RabbitMQ",
    /BadRequestException: Deployment mode \[ACTIVE_STANDBY_MULTI_AZ\]/,
    (c, of) => rabbit(c, of, { deploymentMode: "ACTIVE_STANDBY_MULTI_AZ" }),
  ],
  [
    "a short password",
    /users/,
    (c, of) => rabbit(c, of, { users: [{ username: "owner", password: "short" }] }),
  ],
  ["the same name twice", /ConflictException/, (c, of) => [rabbit(c, of), rabbit(c, of)]],
]);

accepts("caches and brokers", [
  [
    "a cache with encryption and a token",
    (c, of) => {
      const made = cache(c, of, {
        transitEncryptionEnabled: true,
        authToken: "a-very-long-token-of-16",
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
      });
      expect(made["primaryEndpointAddress"]).to.match(
        /^master\.cache\.\w{6}\.ap-northeast-2\.cache\.amazonaws\.com$/,
      );
      expect(made["memberClusters"]).to.deep.equal(["cache-001", "cache-002"]);
    },
  ],
  [
    "a broker of one instance",
    (c, of) => {
      expect(JSON.stringify(rabbit(c, of)["instances"])).to.match(
        /amqps:\/\/b-[0-9a-f-]{36}\.mq\.ap-northeast-2\.on\.aws:5671/,
      );
    },
  ],
]);
