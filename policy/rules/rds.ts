import { cluster, instance, isReplica, member } from "../aws/databases.ts";
import { inProduction, isLiteral, mustBeSet, mustBeTrue, mustNotBeTrue } from "../checks.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";

const encrypted = resourceRule({
  id: "rds-encrypted",
  theme: "rds",
  title: "Relational storage is encrypted",
  severity: "high",
  sources: [
    "CKV_AWS_16",
    "CKV_AWS_96",
    "AwsSolutions-RDS2",
    "awsguard:rds-storage-encrypted",
    "guard:rds_storage_encrypted",
  ],
  remediation:
    "Set `storageEncrypted: true`. It is fixed at creation: an existing store is restored from an encrypted snapshot.",
  types: [cluster, instance],
  check: (resource, trial) => {
    // a replica is as its source
    if (isReplica(resource) && resource.props.at("storageEncrypted").absent) return;
    mustBeTrue("storageEncrypted")(resource, trial);
  },
  repair: (props) => {
    // what it is made from decides
    const sources = ["replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier"];
    if (props["storageEncrypted"] === true || sources.some((key) => key in props)) return false;
    props["storageEncrypted"] = true;
    return true;
  },
});

const customerKey = resourceRule({
  id: "rds-customer-key",
  theme: "rds",
  title: "Relational storage uses a customer key",
  severity: "medium",
  sources: ["CKV_AWS_327"],
  remediation: "Set `kmsKeyId` to the ARN of a key of your own.",
  types: [cluster, instance],
  check: inProduction((resource, trial) => {
    // a replica in the same region has the key of its source, and RDS takes no other
    if (!isReplica(resource)) mustBeSet("kmsKeyId")(resource, trial);
  }),
});

const notPublic = resourceRule({
  id: "rds-not-public",
  theme: "rds",
  title: "Databases are not public",
  severity: "critical",
  sources: [
    "CKV_AWS_17",
    "awsguard:rds-instance-public-access",
    "NIST.800.53.R5-RDSInstancePublicAccess",
    "guard:rds_instance_public_access_check",
  ],
  remediation: "Remove `publiclyAccessible`, and use private subnets.",
  types: [instance, member, cluster],
  check: mustNotBeTrue("publiclyAccessible"),
});

const noPlaintextPassword = resourceRule({
  id: "rds-no-plaintext-password",
  theme: "rds",
  title: "Master password is managed, not typed",
  severity: "critical",
  sources: [
    "guard:rds_master_user_password_no_plaintext_password",
    "guard:rds_cluster_master_user_password_no_plaintext_password",
  ],
  remediation:
    "Set `manageMasterUserPassword: true`; where AWS refuses that, pass a Pulumi secret.",
  types: [cluster, instance],
  check: ({ props }, { fail, each }) =>
    each(["password", "masterPassword"], (key) => {
      const password = props.at(key);
      if (isLiteral(password)) fail(password.as("plain text"), "be managed or a secret");
    }),
});

const deletionProtection = resourceRule({
  id: "rds-deletion-protection",
  theme: "rds",
  title: "Databases resist deletion",
  severity: "high",
  sources: [
    "CKV_AWS_139",
    "CKV_AWS_293",
    "AwsSolutions-RDS10",
    "guard:rds_instance_deletion_protection_enabled",
  ],
  remediation: "Set `deletionProtection: true`.",
  types: [cluster, instance],
  check: inProduction(mustBeTrue("deletionProtection")),
});

const finalSnapshot = resourceRule({
  id: "rds-final-snapshot",
  theme: "rds",
  title: "Deleting a database leaves a snapshot",
  severity: "high",
  sources: ["own:rds-final-snapshot"],
  remediation: "Set `skipFinalSnapshot: false` and a `finalSnapshotIdentifier`.",
  types: [cluster, instance],
  check: inProduction((resource, { fail }) => {
    if (isReplica(resource)) return;
    const [skip, name] = [
      resource.props.at("skipFinalSnapshot"),
      resource.props.at("finalSnapshotIdentifier"),
    ];
    if (skip.flag === true) fail(skip, "not be true");
    else if (name.absent) fail(name, "be set");
  }),
});

const backupRetention = resourceRule({
  id: "rds-backup-retention",
  theme: "rds",
  title: "Automated backups kept long enough",
  severity: "high",
  sources: [
    "CKV_AWS_133",
    "AwsSolutions-RDS13",
    "awsguard:rds-instance-backup-enabled",
    "guard:db_instance_backup_enabled",
  ],
  remediation: "Set `backupRetentionPeriod` to 7 days or more, 14 in production.",
  types: [cluster, instance],
  check: (resource, { fail, guarded }) => {
    if (isReplica(resource)) return;
    const days = resource.props.at("backupRetentionPeriod");
    const least = guarded ? 14 : 7;
    if ((days.number ?? 0) < least) fail(days, `be at least ${least}`);
  },
});

const multiAz = resourceRule({
  id: "rds-multi-az",
  theme: "rds",
  title: "Production databases survive a zone",
  severity: "high",
  sources: [
    "CKV_AWS_157",
    "AwsSolutions-RDS3",
    "awsguard:rds-instance-multi-az-enabled",
    "guard:rds_multi_az_support",
  ],
  remediation: "Set `multiAz: true`.",
  types: [instance],
  check: inProduction((resource, trial) => {
    const aurora = (resource.props.at("engine").text ?? "").startsWith("aurora");
    if (!aurora && !isReplica(resource)) mustBeTrue("multiAz")(resource, trial);
  }),
});

const auroraReader = stackRule({
  id: "aurora-two-instances",
  theme: "rds",
  title: "Aurora clusters have a reader",
  severity: "high",
  sources: ["AwsSolutions-RDS3"],
  remediation: "Create a second ClusterInstance, in another availability zone.",
  check: (graph, { fail, each, guarded }) => {
    if (!guarded) return;
    each(graph.of(cluster), (store) => {
      const engine = store.props.at("engine");
      if (!(engine.text ?? "").startsWith("aurora")) return;
      const members = graph.referrers(store, ({ props }) => props.at("clusterIdentifier"), member);
      if (members.length < 2)
        return fail(engine, `have two instances or more; it has ${members.length}`);
      const zones = members.map(({ inputs }) => inputs.at("availabilityZone").text);
      if (zones[0] !== undefined && new Set(zones).size === 1)
        fail(engine, "have instances in two zones");
    });
  },
});

const serverlessBounds = resourceRule({
  id: "aurora-serverless-bounds",
  theme: "rds",
  title: "Serverless v2 capacity is sane",
  severity: "medium",
  sources: ["own:aurora-serverless-bounds"],
  remediation:
    "Set serverlessv2ScalingConfiguration with minCapacity <= maxCapacity, up to the setting `serverlessCapacityCap`.",
  types: [cluster],
  check: ({ props }, { fail, settings }) => {
    const config = props.at("serverlessv2ScalingConfiguration");
    // Serverless v1 ended on 31 March 2025 (Aurora User Guide)
    const mode = props.at("engineMode");
    if (mode.is("serverless")) fail(mode, "be provisioned: AWS ended Serverless v1");
    if (config.absent) return;
    const [least, most] = [config.at("minCapacity"), config.at("maxCapacity")];
    for (const bound of [least, most]) {
      if (bound.absent) fail(bound, "be set");
      else if (((bound.number ?? 0) * 2) % 1 !== 0) fail(bound, "be a multiple of 0.5");
    }
    if (most.present && (most.number ?? 0) < 1) fail(most, "be at least 1");
    if ((least.number ?? 0) > (most.number ?? 0)) fail(least, "be at most maxCapacity");
    if ((most.number ?? 0) > settings.serverlessCapacityCap)
      fail(most, `be at most ${settings.serverlessCapacityCap}`);
  },
});

const serverlessHasBounds = stackRule({
  id: "aurora-serverless-has-bounds",
  theme: "rds",
  title: "Serverless instances have a capacity",
  severity: "medium",
  sources: ["own:aurora-serverless-bounds"],
  remediation:
    "Set serverlessv2ScalingConfiguration on the cluster: AWS refuses the instance otherwise.",
  check: (graph, { fail, each }) =>
    each(graph.of(member), ({ props }) => {
      if (!props.at("instanceClass").is("db.serverless")) return;
      each(graph.targets(props.at("clusterIdentifier"), cluster), (store) => {
        const config = store.inputs.at("serverlessv2ScalingConfiguration");
        if (config.absent) fail(config, "be set for instances of class db.serverless");
      });
    }),
});

/** Relational databases. */
export const rds: readonly Rule[] = [
  encrypted,
  customerKey,
  notPublic,
  noPlaintextPassword,
  deletionProtection,
  finalSnapshot,
  backupRetention,
  multiAz,
  auroraReader,
  serverlessBounds,
  serverlessHasBounds,
];
