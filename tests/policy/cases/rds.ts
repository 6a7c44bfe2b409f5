import { aws, type Cases, production, secret, three, unknown } from "../support/case.ts";

const db = (props: object) => aws("rds", "Instance", "db", { ...props });
const cluster = (props: object) =>
  aws("rds", "Cluster", "aurora", {
    engine: "aurora-mysql",
    clusterIdentifier: "aurora-1",
    ...props,
  });
const member = (name: string, props: object = {}) =>
  aws("rds", "ClusterInstance", name, { clusterIdentifier: "aurora-1", ...props });
const serverless = member("a", { instanceClass: "db.serverless" });
const group = (family: string, parameters: readonly object[], kind = "ParameterGroup") =>
  aws("rds", kind, "params", { family, parameters });
const tls = { name: "require_secure_transport", value: "ON" };
const noExtended = { engineLifecycleSupport: "open-source-rds-extended-support-disabled" };

export const rdsCases: Cases = {
  "rds-encrypted": three({
    passes: db({ storageEncrypted: true }),
    fails: db({}),
    violates: ["db storageEncrypted"],
    edge: member("one"),
    why: "a member inherits it",
  }),
  "rds-customer-key": three({
    settings: production,
    passes: db({ kmsKeyId: "arn:aws:kms:x" }),
    fails: db({}),
    violates: ["db kmsKeyId"],
    edge: db({ kmsKeyId: unknown }),
    why: "a key of the same run",
  }),
  "rds-not-public": three({
    passes: db({}),
    fails: db({ publiclyAccessible: true }),
    violates: ["db publiclyAccessible"],
    edge: member("one", { publiclyAccessible: true }),
    why: "a member of a cluster",
    finds: ["one publiclyAccessible"],
  }),
  "rds-no-plaintext-password": three({
    passes: db({ password: secret("x") }),
    fails: db({ password: "hunter2" }),
    violates: ["db password"],
    edge: cluster({ masterPassword: unknown }),
    why: "made in the same run",
  }),
  "rds-deletion-protection": three({
    settings: production,
    passes: db({ deletionProtection: true }),
    fails: db({}),
    violates: ["db deletionProtection"],
    edge: cluster({ deletionProtection: false }),
    why: "a cluster",
    finds: ["aurora deletionProtection"],
  }),
  "rds-final-snapshot": three({
    settings: production,
    passes: db({ finalSnapshotIdentifier: "last" }),
    fails: db({ skipFinalSnapshot: true }),
    violates: ["db skipFinalSnapshot"],
    edge: db({ skipFinalSnapshot: true, replicateSourceDb: "db-1" }),
    why: "a replica has nothing of its own",
  }),
  "rds-backup-retention": three({
    passes: db({ backupRetentionPeriod: 7 }),
    fails: db({ backupRetentionPeriod: 0 }),
    violates: ["db backupRetentionPeriod"],
    edge: cluster({}),
    why: "AWS's default is one day",
    finds: ["aurora backupRetentionPeriod"],
  }),
  "rds-multi-az": three({
    settings: production,
    passes: db({ engine: "mariadb", multiAz: true }),
    fails: db({ engine: "mariadb" }),
    violates: ["db multiAz"],
    edge: db({ engine: "aurora-mysql" }),
    why: "Aurora's storage is in three zones anyway",
  }),
  "aurora-two-instances": three({
    settings: production,
    passes: [cluster({}), member("one"), member("two")],
    fails: [cluster({}), member("one")],
    violates: ["aurora engine"],
    edge: [
      cluster({}),
      member("one", { availabilityZone: "z1" }),
      member("two", { availabilityZone: "z1" }),
    ],
    why: "both in one zone",
    finds: ["aurora engine"],
  }),
  "aurora-serverless-bounds": three({
    passes: cluster({ serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 } }),
    fails: cluster({ serverlessv2ScalingConfiguration: { minCapacity: 16, maxCapacity: 8 } }),
    violates: ["aurora serverlessv2ScalingConfiguration.minCapacity"],
    edge: cluster({ serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 256 } }),
    why: "above the cap",
    finds: ["aurora serverlessv2ScalingConfiguration.maxCapacity"],
  }),
  "aurora-serverless-has-bounds": three({
    passes: [cluster({ serverlessv2ScalingConfiguration: { minCapacity: 1 } }), serverless],
    fails: [cluster({}), serverless],
    violates: ["aurora serverlessv2ScalingConfiguration"],
    edge: [cluster({ clusterIdentifier: "another" }), serverless],
    why: "instances of a cluster that is not in the stack",
  }),
  "rds-iam-auth": three({
    passes: db({ engine: "mysql", iamDatabaseAuthenticationEnabled: true }),
    fails: db({ engine: "mysql" }),
    violates: ["db iamDatabaseAuthenticationEnabled"],
    edge: db({ engine: "sqlserver-se" }),
    why: "an engine without it",
  }),
  "rds-logs-exported": three({
    passes: db({ engine: "postgres", enabledCloudwatchLogsExports: ["postgresql"] }),
    fails: db({ engine: "mysql", enabledCloudwatchLogsExports: ["error"] }),
    violates: ["db enabledCloudwatchLogsExports"],
    edge: cluster({ enabledCloudwatchLogsExports: ["error", "slowquery"] }),
    why: "Aurora MySQL also has an audit log",
    finds: ["aurora enabledCloudwatchLogsExports"],
  }),
  "rds-tls-required": three({
    passes: group("mysql8.0", [tls]),
    fails: group("postgres16", [{ name: "rds.force_ssl", value: "0" }]),
    violates: ["params parameters[0].value"],
    edge: group("aurora-mysql8.0", []),
    why: "the instances' group of an Aurora cluster does not hold it",
  }),
  "rds-no-default-parameter-group": three({
    passes: db({ parameterGroupName: "shop" }),
    fails: db({ parameterGroupName: "default.mysql8.0" }),
    violates: ["db parameterGroupName"],
    edge: cluster({ dbClusterParameterGroupName: unknown }),
    why: "a group that gets its name in the run",
    open: ["aurora dbClusterParameterGroupName"],
  }),
  "rds-monitoring": three({
    passes: db({ monitoringInterval: 60, performanceInsightsEnabled: true }),
    fails: db({ instanceClass: "db.r7g.large" }),
    violates: ["db monitoringInterval", "db performanceInsightsEnabled"],
    edge: db({ monitoringInterval: 60, instanceClass: "db.t4g.micro" }),
    why: "a class without Performance Insights",
  }),
  "rds-copy-tags": three({
    passes: db({ copyTagsToSnapshot: true }),
    fails: db({}),
    violates: ["db copyTagsToSnapshot"],
    edge: cluster({ copyTagsToSnapshot: unknown }),
    why: "not known yet",
    open: ["aurora copyTagsToSnapshot"],
  }),
  "rds-minor-upgrades": three({
    passes: db({ autoMinorVersionUpgrade: true }),
    fails: db({ autoMinorVersionUpgrade: false }),
    violates: ["db autoMinorVersionUpgrade"],
    edge: db({}),
    why: "on by default",
  }),
  "rds-no-extended-support": three({
    passes: db({ engine: "postgres", engineVersion: "16.4", ...noExtended }),
    fails: db({ engine: "mysql", engineVersion: "5.7.44", ...noExtended }),
    violates: ["db engineVersion"],
    edge: db({ replicateSourceDb: "db-1" }),
    why: "a replica takes it from its source",
  }),
};
