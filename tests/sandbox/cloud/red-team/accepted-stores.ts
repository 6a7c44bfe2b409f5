import { role } from "./parts.ts";
import { documented, operation, type Request } from "./request.ts";
import { stores } from "./store-parts.ts";

/** Requests about stores and clusters that AWS grants, though they look like ones that it refuses. */
export const acceptedStores: readonly Request[] = [
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
    source: documented(
      "amazon-mq/latest/developer-guide/rabbitmq-broker-architecture-cluster.html",
    ),
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
];
