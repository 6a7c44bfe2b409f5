import { cluster, instance, isReplica, member } from "../aws/databases.ts";
import { parameterOf } from "../aws/parameters.ts";
import { mustBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

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

/**
 * Families whose databases refuse cleartext clients by default. Source: Amazon RDS user guide, "Requiring an SSL connection" of
 * PostgreSQL (15 and newer) and MariaDB (11.8 and newer); Aurora user guide, PostgreSQL (17 and newer).
 */
const tlsByDefault: readonly (readonly [family: RegExp, since: number])[] = [
  [/^postgres(\d+)$/, 15],
  [/^aurora-postgresql(\d+)$/, 17],
  [/^mariadb(\d+\.\d+)$/, 11.8],
];

const isTlsDefault = (family: string): boolean =>
  tlsByDefault.some(([pattern, since]) => Number(pattern.exec(family)?.[1] ?? 0) >= since);

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
    const given = parameterOf(props, wanted);
    if (given === undefined ? isTlsDefault(family) : given.is("1", "ON", "on", 1)) return;
    fail(given ?? parameters, `set ${wanted} to ${postgres ? "1" : "ON"}`);
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
