import { type FieldPlan, of, ref } from "./declare.ts";

const relational = (name: string, props: object) =>
  of("aws:rds/instance:Instance", name, {
    engine: "postgres",
    engineVersion: "17.4",
    instanceClass: "db.m7g.large",
    allocatedStorage: 100,
    ...props,
  });

/** Violating plans of databases, caches and brokers. */
export const storePlans: readonly FieldPlan[] = [
  {
    why: "the database of a tutorial",
    resources: [
      relational("app", {
        engine: "mysql",
        engineVersion: "5.7",
        instanceClass: "db.t3.micro",
        username: "admin",
        password: "changeme123",
        publiclyAccessible: true,
        skipFinalSnapshot: true,
        parameterGroupName: "default.mysql5.7",
        backupRetentionPeriod: 0,
        autoMinorVersionUpgrade: false,
      }),
    ],
    means: [
      "rds-not-public app",
      "rds-no-plaintext-password app",
      "rds-encrypted app",
      "rds-backup-retention app",
      "rds-logs-exported app",
      "rds-iam-auth app",
      "rds-no-default-parameter-group app",
      "rds-monitoring app",
      "rds-copy-tags app",
      "rds-minor-upgrades app",
      "rds-no-extended-support app",
    ],
  },
  {
    why: "production on one instance, kept for a week, that anybody may delete",
    stack: "prod",
    resources: [
      relational("orders", {
        storageEncrypted: true,
        manageMasterUserPassword: true,
        backupRetentionPeriod: 7,
        finalSnapshotIdentifier: "",
        skipFinalSnapshot: true,
      }),
    ],
    means: [
      "rds-multi-az orders",
      "rds-deletion-protection orders",
      "rds-final-snapshot orders",
      "rds-backup-retention orders",
      "rds-customer-key orders",
    ],
  },
  {
    why: "Aurora with a typed password, and one public instance in production",
    stack: "prod-seoul",
    resources: [
      of("aws:rds/cluster:Cluster", "aurora", {
        engine: "aurora-mysql",
        engineVersion: "8.0.mysql_aurora.3.08.2",
        masterUsername: "root",
        masterPassword: "Sup3rS3cret!",
        storageEncrypted: false,
        backupRetentionPeriod: 1,
        enabledCloudwatchLogsExports: ["error", "slowquery"],
      }),
      of("aws:rds/clusterInstance:ClusterInstance", "aurora-0", {
        clusterIdentifier: ref("aurora"),
        instanceClass: "db.r7g.large",
        engine: ref("aurora", "engine"),
        publiclyAccessible: true,
      }),
    ],
    means: [
      "rds-no-plaintext-password aurora",
      "rds-encrypted aurora",
      "rds-backup-retention aurora",
      "rds-deletion-protection aurora",
      "rds-logs-exported aurora",
      "rds-not-public aurora-0",
      "rds-monitoring aurora-0",
      "aurora-two-instances aurora",
    ],
  },
  {
    why: "Aurora in production with both instances in one zone, and a capacity that cannot be",
    stack: "prod",
    resources: [
      of("aws:rds/cluster:Cluster", "pg", {
        engine: "aurora-postgresql",
        engineMode: "provisioned",
        engineVersion: "16.6",
        storageEncrypted: true,
        kmsKeyId: "arn:aws:kms:ap-northeast-2:123456789012:key/1",
        manageMasterUserPassword: true,
        deletionProtection: true,
        finalSnapshotIdentifier: "pg-final",
        backupRetentionPeriod: 14,
        enabledCloudwatchLogsExports: ["postgresql"],
        serverlessv2ScalingConfiguration: { minCapacity: 8, maxCapacity: 4 },
      }),
      ...[0, 1].map((index) =>
        of("aws:rds/clusterInstance:ClusterInstance", `pg-${String(index)}`, {
          clusterIdentifier: ref("pg", "clusterIdentifier"),
          instanceClass: "db.serverless",
          engine: "aurora-postgresql",
          availabilityZone: "ap-northeast-2a",
        }),
      ),
    ],
    means: ["aurora-two-instances pg", "aurora-serverless-bounds pg"],
  },
  {
    why: "serverless instances of a cluster that says no capacity",
    resources: [
      of("aws:rds/cluster:Cluster", "pg", {
        engine: "aurora-postgresql",
        engineVersion: "16.6",
        storageEncrypted: true,
        manageMasterUserPassword: true,
        backupRetentionPeriod: 7,
      }),
      of("aws:rds/clusterInstance:ClusterInstance", "pg-0", {
        clusterIdentifier: ref("pg"),
        instanceClass: "db.serverless",
        engine: "aurora-postgresql",
      }),
    ],
    means: ["aurora-serverless-has-bounds pg|pg-0", "rds-logs-exported pg", "rds-iam-auth pg"],
  },
  {
    why: "parameter groups that let cleartext in, by number and by word",
    resources: [
      of("aws:rds/parameterGroup:ParameterGroup", "pg", {
        family: "postgres14",
        parameters: [{ name: "rds.force_ssl", value: "0" }],
      }),
      of("aws:rds/parameterGroup:ParameterGroup", "maria", {
        family: "mariadb11.4",
        parameters: [{ name: "require_secure_transport", value: "OFF" }],
      }),
      of("aws:rds/clusterParameterGroup:ClusterParameterGroup", "aurora", {
        family: "aurora-mysql8.0",
        parameters: [{ name: "character_set_server", value: "utf8mb4" }],
      }),
      of("aws:docdb/clusterParameterGroup:ClusterParameterGroup", "docs", {
        family: "docdb5.0",
        parameters: [
          { name: "tls", value: "disabled" },
          { name: "audit_logs", value: "disabled" },
        ],
      }),
    ],
    means: [
      "rds-tls-required pg",
      "rds-tls-required maria",
      "rds-tls-required aurora",
      "docdb-tls-on docs",
      "docdb-audit-logs docs",
    ],
  },
  {
    why: "DocumentDB as it comes, in production",
    stack: "prod",
    resources: [
      of("aws:docdb/cluster:Cluster", "docs", {
        masterUsername: "admin",
        masterPassword: "mustbeeightcharacters",
        backupRetentionPeriod: 5,
        skipFinalSnapshot: true,
        enabledCloudwatchLogsExports: ["profiler"],
      }),
    ],
    means: [
      "docdb-encrypted docs",
      "docdb-no-plaintext-password docs",
      "docdb-backup-and-deletion docs",
      "docdb-audit-logs docs",
    ],
  },
  {
    why: "Redis in production: one node, in clear, for everyone inside",
    stack: "prod",
    resources: [
      of("aws:elasticache/replicationGroup:ReplicationGroup", "sessions", {
        description: "Sessions",
        engine: "redis",
        nodeType: "cache.t4g.small",
        numCacheClusters: 1,
        atRestEncryptionEnabled: true,
        subnetGroupName: "default",
      }),
    ],
    means: [
      "redis-encrypted-both-ways sessions",
      "redis-auth sessions",
      "redis-multi-az-failover sessions",
      "redis-snapshots sessions",
      "redis-in-private-subnet-group sessions",
    ],
  },
  {
    why: "Valkey in production that prefers encryption, with its token in the program",
    stack: "prod",
    resources: [
      of("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
        description: "Cache",
        engine: "valkey",
        nodeType: "cache.r7g.large",
        numNodeGroups: 2,
        replicasPerNodeGroup: 1,
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
        atRestEncryptionEnabled: "true",
        transitEncryptionEnabled: true,
        transitEncryptionMode: "preferred",
        authToken: "a-token-that-everybody-can-read",
        snapshotRetentionLimit: 7,
        subnetGroupName: "cache",
      }),
      of("aws:elasticache/cluster:Cluster", "queue", {
        engine: "redis",
        nodeType: "cache.t4g.small",
        numCacheNodes: 1,
      }),
    ],
    means: [
      "redis-encrypted-both-ways cache",
      "redis-auth cache",
      "redis-snapshots queue",
      "redis-in-private-subnet-group queue",
    ],
  },
  {
    why: "a public RabbitMQ of one small node in production, its password in the program",
    stack: "prod",
    resources: [
      of("aws:mq/broker:Broker", "rabbit", {
        brokerName: "rabbit",
        engineType: "RabbitMQ",
        engineVersion: "3.8.6",
        hostInstanceType: "mq.t3.micro",
        publiclyAccessible: true,
        users: [{ username: "admin", password: "correct-horse-battery" }],
      }),
    ],
    means: [
      "mq-not-public rabbit",
      "mq-no-plaintext-password rabbit",
      "mq-logs rabbit",
      "mq-ha-in-production rabbit",
      "mq-version-and-size rabbit",
    ],
  },
  {
    why: "ActiveMQ without its audit log, of one node in production, under AWS' own key",
    stack: "prod",
    resources: [
      of("aws:mq/broker:Broker", "active", {
        brokerName: "active",
        engineType: "ActiveMQ",
        engineVersion: "5.18",
        hostInstanceType: "mq.m5.large",
        deploymentMode: "SINGLE_INSTANCE",
        logs: { general: true, audit: "false" },
        users: [{ username: "admin", password: "correct-horse-battery" }],
      }),
    ],
    means: [
      "mq-no-plaintext-password active",
      "mq-logs active",
      "mq-ha-in-production active",
      "mq-customer-key active",
    ],
  },
];
