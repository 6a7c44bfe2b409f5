import { aws, type Cases, production, secret, three, unknown } from "../support/case.ts";

const docdb = (props: object) => aws("docdb", "Cluster", "docs", { ...props });
const parameters = (...list: readonly object[]) =>
  aws("docdb", "ClusterParameterGroup", "params", { parameters: list });
const redis = (props: object) => aws("elasticache", "ReplicationGroup", "redis", { ...props });
const cache = (props: object) => aws("elasticache", "Cluster", "cache", { ...props });
const broker = (props: object) => aws("mq", "Broker", "mq", { engineType: "RabbitMQ", ...props });
const active = (props: object) => broker({ engineType: "ActiveMQ", ...props });
const both = { atRestEncryptionEnabled: true, transitEncryptionEnabled: true };
const rabbit = {
  engineVersion: "3.13",
  autoMinorVersionUpgrade: true,
  hostInstanceType: "mq.m7g.large",
};

export const storeCases: Cases = {
  "docdb-encrypted": three({
    settings: production,
    passes: docdb({ storageEncrypted: true, kmsKeyId: unknown }),
    fails: docdb({}),
    violates: ["docs storageEncrypted", "docs kmsKeyId"],
    edge: docdb({ storageEncrypted: true }),
    why: "production wants a key of its own",
    finds: ["docs kmsKeyId"],
  }),
  "docdb-tls-on": three({
    passes: parameters({ name: "tls", value: "enabled" }),
    fails: parameters({ name: "tls", value: "disabled" }),
    violates: ["params parameters[0].value"],
    edge: parameters(),
    why: "on by default",
  }),
  "docdb-audit-logs": three({
    passes: [
      docdb({ enabledCloudwatchLogsExports: ["audit"] }),
      parameters({ name: "audit_logs", value: "enabled" }),
    ],
    fails: docdb({}),
    violates: ["docs enabledCloudwatchLogsExports"],
    edge: parameters(),
    why: "off by default",
    finds: ["params parameters"],
  }),
  "docdb-backup-and-deletion": three({
    settings: production,
    passes: docdb({ backupRetentionPeriod: 7, deletionProtection: true }),
    fails: docdb({ skipFinalSnapshot: true }),
    violates: ["docs backupRetentionPeriod", "docs deletionProtection", "docs skipFinalSnapshot"],
    edge: docdb({ backupRetentionPeriod: 6, deletionProtection: true }),
    why: "a day too short",
    finds: ["docs backupRetentionPeriod"],
  }),
  "docdb-no-plaintext-password": three({
    passes: docdb({ manageMasterUserPassword: true }),
    fails: docdb({ masterPassword: "hunter2" }),
    violates: ["docs masterPassword"],
    edge: docdb({ masterPassword: secret("hunter2") }),
    why: "a Pulumi secret",
  }),
  "redis-encrypted-both-ways": three({
    settings: production,
    passes: redis(both),
    fails: redis({}),
    violates: ["redis atRestEncryptionEnabled", "redis transitEncryptionEnabled"],
    edge: redis({ ...both, transitEncryptionMode: "preferred" }),
    why: "it still speaks plain text",
    finds: ["redis transitEncryptionMode"],
  }),
  "redis-auth": three({
    passes: redis({ authToken: secret("x") }),
    fails: redis({}),
    violates: ["redis authToken"],
    edge: redis({ userGroupIds: unknown }),
    why: "a user group of the same run",
  }),
  "redis-multi-az-failover": three({
    settings: production,
    passes: redis({ automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2 }),
    fails: redis({}),
    violates: ["redis automaticFailoverEnabled", "redis multiAzEnabled", "redis numCacheClusters"],
    edge: redis({ automaticFailoverEnabled: true, multiAzEnabled: true, replicasPerNodeGroup: 1 }),
    why: "a replica in each shard",
  }),
  "redis-snapshots": three({
    passes: redis({ snapshotRetentionLimit: 1 }),
    fails: redis({}),
    violates: ["redis snapshotRetentionLimit"],
    edge: cache({ engine: "memcached" }),
    why: "memcached has none",
  }),
  "redis-in-private-subnet-group": three({
    passes: redis({ subnetGroupName: "data" }),
    fails: redis({ subnetGroupName: "default" }),
    violates: ["redis subnetGroupName"],
    edge: cache({ replicationGroupId: "redis" }),
    why: "a member stands where its group does",
  }),
  "mq-not-public": three({
    passes: broker({}),
    fails: broker({ publiclyAccessible: true }),
    violates: ["mq publiclyAccessible"],
    edge: broker({ publiclyAccessible: unknown }),
    why: "not known yet",
    open: ["mq publiclyAccessible"],
  }),
  "mq-no-plaintext-password": three({
    passes: broker({ users: [{ username: "a", password: secret("x") }] }),
    fails: broker({ users: [{ username: "a", password: "hunter2" }] }),
    violates: ["mq users[0].password"],
    edge: broker({ users: secret([{ username: "a", password: "hunter2" }]) }),
    why: "the whole list is a secret",
  }),
  "mq-logs": three({
    passes: broker({ logs: { general: true } }),
    fails: active({ logs: { general: true } }),
    violates: ["mq logs.audit"],
    edge: broker({ logs: { general: true, audit: true } }),
    why: "RabbitMQ refuses audit",
    finds: ["mq logs.audit"],
  }),
  "mq-ha-in-production": three({
    settings: production,
    passes: broker({ deploymentMode: "CLUSTER_MULTI_AZ" }),
    fails: broker({ deploymentMode: "SINGLE_INSTANCE" }),
    violates: ["mq deploymentMode"],
    edge: active({ deploymentMode: "CLUSTER_MULTI_AZ" }),
    why: "ActiveMQ's mode is another",
    finds: ["mq deploymentMode"],
  }),
  "mq-version-and-size": three({
    passes: broker(rabbit),
    fails: broker({ ...rabbit, engineVersion: "3.8.6", hostInstanceType: "mq.t3.micro" }),
    violates: ["mq engineVersion", "mq hostInstanceType"],
    edge: active({}),
    why: "the rule is RabbitMQ's",
  }),
  "mq-customer-key": three({
    settings: production,
    passes: active({ encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: "k" } }),
    fails: active({}),
    violates: ["mq encryptionOptions.useAwsOwnedKey"],
    edge: broker({}),
    why: "RabbitMQ takes AWS's own key only",
  }),
};
