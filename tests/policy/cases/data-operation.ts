import { aws, type Cases, three, unknown } from "../support/case.ts";

const permission = (more: object) =>
  aws("lambda", "Permission", "call", { principal: "sns.amazonaws.com", ...more });
const emr = (text: string) => aws("emr", "SecurityConfiguration", "emr", { configuration: text });
const encrypted = JSON.stringify({
  EncryptionConfiguration: {
    EnableAtRestEncryption: true,
    EnableInTransitEncryption: true,
    AtRestEncryptionConfiguration: { LocalDiskEncryptionConfiguration: {} },
  },
});
const parameters = (value: string) =>
  aws("redshift", "ParameterGroup", "params", {
    family: "redshift-1.0",
    parameters: [{ name: "require_ssl", value }],
  });
const database = (caCertIdentifier: string) => aws("rds", "Instance", "db", { caCertIdentifier });
const insights = (value: string) =>
  aws("ecs", "Cluster", "main", { settings: [{ name: "containerInsights", value }] });

export const dataOperationCases: Cases = {
  "data-service-customer-key": three({
    passes: [
      aws("efs", "FileSystem", "files", { kmsKeyId: unknown }),
      aws("sqs", "Queue", "jobs", { sqsManagedSseEnabled: true }),
    ],
    fails: aws("dynamodb", "Table", "orders", { serverSideEncryption: { enabled: true } }),
    violates: ["orders serverSideEncryption.kmsKeyArn"],
    edge: aws("sns", "Topic", "news", { kmsMasterKeyId: "alias/aws/sns" }),
    why: "AWS's own key has a policy that nobody can change",
    finds: ["news kmsMasterKeyId"],
  }),
  "service-logs": three({
    passes: aws("apigateway", "Stage", "v1", { accessLogSettings: { destinationArn: unknown } }),
    fails: aws("apigateway", "Stage", "v1", {}),
    violates: ["v1 accessLogSettings"],
    edge: aws("neptune", "Cluster", "graph", { enableCloudwatchLogsExports: [] }),
    why: "an empty list exports no log",
    finds: ["graph enableCloudwatchLogsExports"],
  }),
  "analytics-encrypted": three({
    passes: emr(encrypted),
    fails: emr(encrypted.replace('"EnableInTransitEncryption":true', '"X":true')),
    violates: ["emr configuration"],
    edge: aws("glue", "SecurityConfiguration", "glue", {
      encryptionConfiguration: {
        cloudwatchEncryption: { cloudwatchEncryptionMode: "DISABLED" },
        s3Encryption: { s3EncryptionMode: "SSE-KMS" },
      },
    }),
    why: "one of several modes",
    finds: ["glue encryptionConfiguration"],
  }),
  "lambda-permission-source": three({
    passes: permission({ sourceArn: unknown }),
    fails: permission({}),
    violates: ["call sourceArn"],
    edge: [
      permission({ sourceAccount: "123456789012" }),
      permission({ principal: "123456789012" }),
    ],
    why: "an account names itself",
  }),
  "redshift-tls-required": three({
    passes: parameters("true"),
    fails: parameters("false"),
    violates: ["params parameters[0].value"],
    edge: aws("redshift", "ParameterGroup", "params", { family: "redshift-1.0" }),
    why: "false is the default",
    finds: ["params parameters"],
  }),
  "service-settings-safe": three({
    passes: [
      aws("redshift", "Cluster", "dw", { clusterSubnetGroupName: "private" }),
      aws("transfer", "Server", "files", { endpointType: "VPC" }),
    ],
    fails: aws("redshift", "Cluster", "dw", {
      clusterSubnetGroupName: "private",
      automatedSnapshotRetentionPeriod: 0,
    }),
    violates: ["dw automatedSnapshotRetentionPeriod"],
    edge: [
      aws("cfg", "ConfigurationAggregator", "org", {
        organizationAggregationSource: { roleArn: "arn", allRegions: true },
      }),
      aws("apigateway", "MethodSettings", "cached", { settings: { cachingEnabled: true } }),
    ],
    why: "an aggregator of an organization, and a cache that is plain by default",
    finds: ["cached settings.cacheDataEncrypted"],
  }),
  "rds-current-authority": three({
    passes: database("rds-ca-rsa2048-g1"),
    fails: database("rds-ca-2019"),
    violates: ["db caCertIdentifier"],
    edge: aws("rds", "Instance", "db", {}),
    why: "AWS chooses a current one",
  }),
  "ecs-cluster-insights": three({
    passes: insights("enhanced"),
    fails: insights("disabled"),
    violates: ["main settings"],
    edge: aws("ecs", "Cluster", "main", {}),
    why: "disabled is the default",
    finds: ["main settings"],
  }),
};
