import {
  all,
  inProduction,
  isLiteral,
  mustBeSet,
  mustBeTrue,
  mustNotBeFalse,
  mustNotBeTrue,
} from "../checks.ts";
import { parameterOf } from "../aws/parameters.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

const docdb = ["aws:docdb/cluster:Cluster"];
const docdbParameters = "aws:docdb/clusterParameterGroup:ClusterParameterGroup";

const docdbEncrypted = resourceRule({
  id: "docdb-encrypted",
  theme: "docdb",
  title: "DocumentDB storage is encrypted",
  severity: "high",
  sources: ["CKV_AWS_74", "CKV_AWS_182", "AwsSolutions-DOC1"],
  remediation:
    "Set `storageEncrypted: true`, and kmsKeyId in production. Both are fixed at creation.",
  types: docdb,
  check: all(mustBeTrue("storageEncrypted"), inProduction(mustBeSet("kmsKeyId"))),
});

const docdbTls = resourceRule({
  id: "docdb-tls-on",
  theme: "docdb",
  title: "DocumentDB TLS is not turned off",
  severity: "high",
  sources: ["CKV_AWS_90"],
  remediation: "Remove the parameter tls: DocumentDB speaks TLS unless it is told not to.",
  types: [docdbParameters],
  check: ({ props }, { fail }) => {
    const tls = parameterOf(props, "tls");
    if (tls?.is("disabled")) fail(tls, "not be disabled");
  },
});

const docdbAudit = resourceRule({
  id: "docdb-audit-logs",
  theme: "docdb",
  title: "DocumentDB audit logs are on and exported",
  severity: "medium",
  sources: ["CKV_AWS_85", "CKV_AWS_104", "AwsSolutions-DOC5"],
  remediation: 'Export the log "audit", and set the parameter audit_logs to enabled.',
  types: [...docdb, docdbParameters],
  check: ({ props, type }, { fail }) => {
    if (type === docdbParameters) {
      const audit = parameterOf(props, "audit_logs");
      // the default is disabled
      if (audit === undefined) fail(props.at("parameters"), "set audit_logs to enabled");
      else if (audit.is("disabled", "none")) fail(audit, "be enabled");
      return;
    }
    const exports = props.at("enabledCloudwatchLogsExports");
    if (!some(exports.list, (entry) => entry.is("audit"))) fail(exports, "contain audit");
  },
});

const docdbBackup = resourceRule({
  id: "docdb-backup-and-deletion",
  theme: "docdb",
  title: "DocumentDB backups and deletion protection",
  severity: "high",
  sources: ["CKV_AWS_360", "AwsSolutions-DOC4"],
  remediation:
    "Set backupRetentionPeriod to 7 or more; in production deletionProtection true and skipFinalSnapshot false.",
  types: docdb,
  check: (resource, trial) => {
    const days = resource.props.at("backupRetentionPeriod");
    if ((days.number ?? 1) < 7) trial.fail(days, "be at least 7");
    inProduction(all(mustBeTrue("deletionProtection"), mustNotBeTrue("skipFinalSnapshot")))(
      resource,
      trial,
    );
  },
});

const docdbPassword = resourceRule({
  id: "docdb-no-plaintext-password",
  theme: "docdb",
  title: "DocumentDB password is managed",
  severity: "critical",
  sources: ["AwsSolutions-DOC3"],
  remediation: "Set `manageMasterUserPassword: true`, or pass a Pulumi secret.",
  types: docdb,
  check: ({ props }, { fail }) => {
    const password = props.at("masterPassword");
    if (isLiteral(password)) fail(password.as("plain text"), "be managed or a secret");
  },
});

const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";
const cacheCluster = "aws:elasticache/cluster:Cluster";
const memoryDb = "aws:memorydb/cluster:Cluster";
const redis = [replicationGroup];

/** A Redis or Valkey node without a replication group: ElastiCache neither encrypts it nor asks for a password. */
const isLoneNode = ({ type, props }: Resource): boolean =>
  type === cacheCluster &&
  !props.at("engine").is("memcached") &&
  props.at("engine").present &&
  props.at("replicationGroupId").absent;

const redisEncrypted = resourceRule({
  id: "redis-encrypted-both-ways",
  theme: "elasticache",
  title: "Redis is encrypted at rest and in transit",
  severity: "high",
  sources: [
    "CKV_AWS_29",
    "CKV_AWS_30",
    "AwsSolutions-AEC3",
    "guard:elasticache_replication_group_transit_encryption",
  ],
  remediation:
    'Set atRestEncryptionEnabled and transitEncryptionEnabled, and transitEncryptionMode "required". A single node is a ReplicationGroup with numCacheClusters 1.',
  types: [...redis, cacheCluster, memoryDb],
  check: (resource, trial) => {
    if (resource.type === memoryDb) return mustNotBeFalse("tlsEnabled")(resource, trial);
    if (resource.type === cacheCluster) {
      if (isLoneNode(resource))
        trial.fail(resource.props.at("engine"), "be in a ReplicationGroup, which can encrypt");
      return;
    }
    all(mustBeTrue("atRestEncryptionEnabled"), mustBeTrue("transitEncryptionEnabled"))(
      resource,
      trial,
    );
    const mode = resource.props.at("transitEncryptionMode");
    if (trial.guarded && mode.is("preferred")) trial.fail(mode, "be required");
  },
});

const redisAuth = resourceRule({
  id: "redis-auth",
  theme: "elasticache",
  title: "Redis requires authentication",
  severity: "high",
  sources: ["CKV_AWS_31", "AwsSolutions-AEC6"],
  remediation: "Set `authToken` to a Pulumi secret, or `userGroupIds`.",
  types: [...redis, cacheCluster, memoryDb],
  check: (resource, { fail }) => {
    const { props, type } = resource;
    if (type === memoryDb) {
      const acl = props.at("aclName");
      if (acl.is("open-access")) fail(acl, "be a list of users with passwords");
      return;
    }
    if (type === cacheCluster) {
      if (isLoneNode(resource))
        fail(props.at("engine"), "be in a ReplicationGroup, which can ask for a password");
      return;
    }
    const token = props.at("authToken");
    if (isLiteral(token)) fail(token.as("plain text"), "be a secret");
    const groups = props.at("userGroupIds");
    const grouped = groups.present && (groups.unknown || !groups.empty);
    if (token.absent && props.at("authTokenWo").absent && !grouped)
      fail(token, "be set, or userGroupIds");
  },
});

const redisFailover = resourceRule({
  id: "redis-multi-az-failover",
  theme: "elasticache",
  title: "Redis fails over across zones",
  severity: "high",
  sources: ["CKV2_AWS_50", "AwsSolutions-AEC4"],
  remediation:
    "Set automaticFailoverEnabled and multiAzEnabled, with a replica in each node group.",
  types: redis,
  check: inProduction((resource, trial) => {
    all(mustBeTrue("automaticFailoverEnabled"), mustBeTrue("multiAzEnabled"))(resource, trial);
    const [caches, replicas] = [
      resource.props.at("numCacheClusters"),
      resource.props.at("replicasPerNodeGroup"),
    ];
    if ((caches.number ?? 0) < 2 && (replicas.number ?? 0) < 1)
      trial.fail(caches, "be 2 or more, or replicasPerNodeGroup 1 or more");
  }),
});

const cache = [...redis, cacheCluster];

const redisSnapshots = resourceRule({
  id: "redis-snapshots",
  theme: "elasticache",
  title: "Redis snapshots are kept",
  severity: "medium",
  sources: ["CKV_AWS_134", "NIST.800.53.R5-ElastiCacheRedisClusterAutomaticBackup"],
  remediation: "Set `snapshotRetentionLimit` to 1 day or more, 7 in production.",
  types: cache,
  check: ({ props, type }, { fail, guarded }) => {
    if (
      type.endsWith(":Cluster") &&
      (props.at("engine").is("memcached") || props.at("replicationGroupId").present)
    )
      return;
    const days = props.at("snapshotRetentionLimit");
    const least = guarded ? 7 : 1;
    if ((days.number ?? 0) < least) fail(days, `be at least ${least}`);
  },
});

const redisSubnets = resourceRule({
  id: "redis-in-private-subnet-group",
  theme: "elasticache",
  title: "Redis sits in a named subnet group",
  severity: "medium",
  sources: ["CKV_AWS_323", "AwsSolutions-AEC1"],
  remediation:
    "Create an aws.elasticache.SubnetGroup of private subnets, and name it in subnetGroupName.",
  types: cache,
  check: ({ props, type }, { fail }) => {
    if (type.endsWith(":Cluster") && props.at("replicationGroupId").present) return;
    const group = props.at("subnetGroupName");
    if (group.absent || group.is("default")) fail(group, "be a subnet group of your own");
  },
});

export const documents: readonly Rule[] = [
  docdbEncrypted,
  docdbTls,
  docdbAudit,
  docdbBackup,
  docdbPassword,
];
export const caches: readonly Rule[] = [
  redisEncrypted,
  redisAuth,
  redisFailover,
  redisSnapshots,
  redisSubnets,
];
