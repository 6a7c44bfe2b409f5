import { inProduction, isLiteral, mustBeSet, mustBeTrue, mustNotBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";

const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/instance:Instance";
const member = "aws:rds/clusterInstance:ClusterInstance";

/** A replica takes its engine, password and storage from its source; a restore takes its password. */
const isReplica = ({ props }: Resource): boolean =>
  props.at("replicateSourceDb").present || props.at("replicationSourceIdentifier").present;

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
  check: mustBeTrue("storageEncrypted"),
  repair: (props) => {
    if (props["storageEncrypted"] === true) return false;
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
  check: inProduction(mustBeSet("kmsKeyId")),
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
    if (config.absent) return;
    const [least, most] = [config.at("minCapacity"), config.at("maxCapacity")];
    if ((least.number ?? 0) > (most.number ?? 0)) fail(least, "be at most maxCapacity");
    if ((most.number ?? 0) > settings.serverlessCapacityCap)
      fail(most, `be at most ${settings.serverlessCapacityCap}`);
  },
});

const iamEngines = /^(?:mysql|mariadb|postgres|aurora.*)$/;

const iamAuth = resourceRule({
  id: "rds-iam-auth",
  theme: "rds",
  title: "IAM database authentication is on",
  severity: "medium",
  sources: ["CKV_AWS_161", "CKV_AWS_162", "AwsSolutions-RDS6"],
  remediation: "Set `iamDatabaseAuthenticationEnabled: true`; passwords keep working beside it.",
  types: [cluster, instance],
  check: (resource, trial) => {
    if (iamEngines.test(resource.props.at("engine").text ?? ""))
      mustBeTrue("iamDatabaseAuthenticationEnabled")(resource, trial);
  },
});

/** Logs that an engine can export and that are wanted. */
function wantedLogs(engine: string): readonly string[] {
  if (engine.includes("postgres")) return ["postgresql"];
  if (engine === "aurora-mysql" || engine === "aurora") return ["error", "slowquery", "audit"];
  return engine === "mysql" || engine === "mariadb" ? ["error", "slowquery"] : [];
}

const logsExported = resourceRule({
  id: "rds-logs-exported",
  theme: "rds",
  title: "Engine logs are exported",
  severity: "medium",
  sources: [
    "CKV_AWS_129",
    "CKV_AWS_324",
    "CKV_AWS_325",
    "AwsSolutions-RDS16",
    "guard:rds_logging_enabled",
  ],
  remediation:
    "Name the logs in `enabledCloudwatchLogsExports`; the parameter group turns the slow-query log on.",
  types: [cluster, instance],
  check: (resource, { fail }) => {
    const exports = resource.props.at("enabledCloudwatchLogsExports");
    const missing = wantedLogs(resource.props.at("engine").text ?? "").filter(
      (log) => !some(exports.list, (entry) => entry.is(log)),
    );
    if (missing.length > 0) fail(exports, `contain ${missing.join(", ")}`);
  },
});

const tlsRequired = resourceRule({
  id: "rds-tls-required",
  theme: "rds",
  title: "Databases refuse cleartext clients",
  severity: "high",
  sources: ["CKV2_AWS_69"],
  remediation:
    'Add the parameter rds.force_ssl = "1" (PostgreSQL) or require_secure_transport = "ON" (MySQL, MariaDB).',
  types: [
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  ],
  check: ({ props, type }, { fail }) => {
    const family = props.at("family").text ?? "";
    // a cluster's instances have a group of their own, which does not hold this parameter
    if (family.startsWith("aurora") && type.endsWith(":ParameterGroup")) return;
    const postgres = family.includes("postgres");
    if (!postgres && !/mysql|mariadb/.test(family)) return;
    const wanted = postgres ? "rds.force_ssl" : "require_secure_transport";
    const parameters = props.at("parameters");
    const on = some(
      parameters.list,
      (parameter) =>
        parameter.at("name").is(wanted) && parameter.at("value").is("1", "ON", "on", 1),
    );
    if (!on) fail(parameters, `set ${wanted} to ${postgres ? "1" : "ON"}`);
  },
});

const ownParameterGroup = resourceRule({
  id: "rds-no-default-parameter-group",
  theme: "rds",
  title: "Databases use their own parameter group",
  severity: "low",
  sources: ["own:rds-parameter-group"],
  remediation: "Create a parameter group and name it: AWS's default one cannot be changed.",
  types: [cluster, instance],
  check: ({ props, type }, { fail }) => {
    const group = props.at(type === cluster ? "dbClusterParameterGroupName" : "parameterGroupName");
    if (group.absent || (group.text ?? "").startsWith("default."))
      fail(group, "be a group of your own");
  },
});

/** Classes without Performance Insights. Source: Amazon RDS user guide, Performance Insights, supported classes. */
const noInsights = /^db\.(?:t2|t3\.(?:micro|small)|t4g\.(?:micro|small))/;

const monitoring = resourceRule({
  id: "rds-monitoring",
  theme: "rds",
  title: "Monitoring and insights are on",
  severity: "low",
  sources: ["CKV_AWS_118", "CKV_AWS_353", "guard:rds_enhanced_monitoring_enabled"],
  remediation:
    "Set `monitoringInterval: 60` with a monitoring role, and `performanceInsightsEnabled: true`.",
  types: [instance, member],
  check: ({ props }, { fail }) => {
    const interval = props.at("monitoringInterval");
    if ((interval.number ?? 0) === 0) fail(interval, "be greater than 0");
    const insights = props.at("performanceInsightsEnabled");
    if (insights.flag !== true && !noInsights.test(props.at("instanceClass").text ?? ""))
      fail(insights, "be true");
  },
});

const copyTags = resourceRule({
  id: "rds-copy-tags",
  theme: "rds",
  title: "Snapshots inherit tags",
  severity: "low",
  sources: ["CKV2_AWS_60", "CKV_AWS_313"],
  remediation: "Set `copyTagsToSnapshot: true`.",
  types: [cluster, instance],
  check: mustBeTrue("copyTagsToSnapshot"),
});

const minorUpgrades = resourceRule({
  id: "rds-minor-upgrades",
  theme: "rds",
  title: "Minor versions are applied",
  severity: "low",
  sources: ["CKV_AWS_226", "guard:rds_automatic_minor_version_upgrade_enabled"],
  remediation: "Remove `autoMinorVersionUpgrade: false`.",
  types: [instance, member],
  check: ({ props }, { fail }) => {
    const upgrade = props.at("autoMinorVersionUpgrade");
    if (upgrade.flag === false) fail(upgrade, "not be false");
  },
});

const noExtendedSupport = resourceRule({
  id: "rds-no-extended-support",
  theme: "rds",
  title: "Engines do not drift into paid extended support",
  severity: "medium",
  sources: ["own:rds-extended-support"],
  remediation:
    'Raise engineVersion, and set `engineLifecycleSupport: "open-source-rds-extended-support-disabled"`.',
  types: [cluster, instance],
  check: (resource, { fail, settings }) => {
    const { props } = resource;
    const [engine, version] = [props.at("engine"), props.at("engineVersion")];
    if (
      version.present &&
      matchesAny(settings.endOfLifeEngines, `${engine.text ?? ""}:${version.text ?? ""}`)
    )
      fail(version, "be a version in standard support");
    const support = props.at("engineLifecycleSupport");
    if (!isReplica(resource) && !support.is("open-source-rds-extended-support-disabled"))
      fail(support, "be open-source-rds-extended-support-disabled");
  },
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
];

/** How they run from day to day. */
export const rdsOperation: readonly Rule[] = [
  iamAuth,
  logsExported,
  tlsRequired,
  ownParameterGroup,
  monitoring,
  copyTags,
  minorUpgrades,
  noExtendedSupport,
];
