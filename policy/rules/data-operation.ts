import { parameterOf } from "../aws/parameters.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { isSet, on, notOn, oneOf, type Wanted, wanting } from "../wanted.ts";

const theme = "data-services";

/** The property of each service that names a customer key. */
const keyOf: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:codeartifact/domain:Domain": [isSet("encryptionKey")],
  "aws:codebuild/project:Project": [isSet("encryptionKey")],
  "aws:dynamodb/table:Table": [isSet("serverSideEncryption.kmsKeyArn")],
  "aws:efs/fileSystem:FileSystem": [isSet("kmsKeyId")],
  "aws:elasticache/replicationGroup:ReplicationGroup": [isSet("kmsKeyId")],
  "aws:fsx/lustreFileSystem:LustreFileSystem": [isSet("kmsKeyId")],
  "aws:fsx/ontapFileSystem:OntapFileSystem": [isSet("kmsKeyId")],
  "aws:fsx/windowsFileSystem:WindowsFileSystem": [isSet("kmsKeyId")],
  "aws:kinesis/videoStream:VideoStream": [isSet("kmsKeyId")],
  "aws:memorydb/cluster:Cluster": [isSet("kmsKeyArn")],
  "aws:msk/cluster:Cluster": [isSet("encryptionInfo.encryptionAtRestKmsKeyArn")],
  "aws:mwaa/environment:Environment": [isSet("kmsKey")],
  "aws:neptune/cluster:Cluster": [isSet("kmsKeyArn")],
  "aws:opensearch/domain:Domain": [isSet("encryptAtRest.kmsKeyId")],
  "aws:redshift/cluster:Cluster": [isSet("kmsKeyId")],
  "aws:redshiftserverless/namespace:Namespace": [isSet("kmsKeyId")],
  "aws:sagemaker/domain:Domain": [isSet("kmsKeyId")],
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": [isSet("kmsKeyArn")],
  "aws:timestreamwrite/database:Database": [isSet("kmsKeyId")],
};
const messaging = ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"];

const customerKey = resourceRule({
  id: "data-service-customer-key",
  theme,
  title: "Stores, queues and file systems use a customer key",
  severity: "low",
  sources: ["own:data-service-key", "CKV_AWS_119", "CKV_AWS_184", "CKV_AWS_191", "AVD-AWS-0135"],
  remediation:
    "Name a key of your own: its policy decides who reads the data, and its use is logged.",
  types: [...Object.keys(keyOf), ...messaging],
  check: (resource, trial) => {
    const { props, type } = resource;
    if (!messaging.includes(type)) return wanting(keyOf)(resource, trial);
    const key = props.at("kmsMasterKeyId");
    // a queue that names the key of SQS has chosen it
    if (key.absent && props.at("sqsManagedSseEnabled").present) return;
    if (key.absent || (!key.unknown && /alias\/aws\//.test(key.text ?? "")))
      trial.fail(key, "be a key of your own");
  },
});

const logsOf: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:apigateway/stage:Stage": [isSet("accessLogSettings")],
  "aws:apigatewayv2/stage:Stage": [isSet("accessLogSettings")],
  "aws:appsync/graphQLApi:GraphQLApi": [isSet("logConfig")],
  "aws:codebuild/project:Project": [isSet("logsConfig")],
  "aws:elasticsearch/domain:Domain": [isSet("logPublishingOptions")],
  "aws:elb/loadBalancer:LoadBalancer": [isSet("accessLogs")],
  "aws:msk/cluster:Cluster": [isSet("loggingInfo")],
  "aws:mwaa/environment:Environment": [isSet("loggingConfiguration")],
  "aws:neptune/cluster:Cluster": [isSet("enableCloudwatchLogsExports")],
  "aws:opensearch/domain:Domain": [isSet("logPublishingOptions")],
  "aws:sfn/stateMachine:StateMachine": [isSet("loggingConfiguration")],
};

const serviceLogs = resourceRule({
  id: "service-logs",
  theme,
  title: "APIs, brokers, search and workflows log what happens",
  severity: "low",
  sources: ["own:service-logs", "CKV_AWS_76", "CKV_AWS_80", "CKV_AWS_84", "CKV_AWS_101"],
  remediation: "Send the logs to a log group with a retention, or to the bucket of logs.",
  types: Object.keys(logsOf),
  check: wanting(logsOf),
});

/** The switches of a security configuration of EMR, in its JSON. */
const emrSwitches = ["EnableAtRestEncryption", "EnableInTransitEncryption"];

const analyticsEncrypted = resourceRule({
  id: "analytics-encrypted",
  theme,
  title: "Security configurations of EMR and Glue encrypt",
  severity: "medium",
  sources: ["own:analytics", "CKV_AWS_99", "CKV_AWS_347", "AVD-AWS-0137"],
  remediation:
    "Turn encryption at rest, in transit and of local disks on (EMR), and no mode DISABLED (Glue).",
  types: [
    "aws:emr/securityConfiguration:SecurityConfiguration",
    "aws:glue/securityConfiguration:SecurityConfiguration",
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
  ],
  check: ({ props, type }, { fail }) => {
    if (type.startsWith("aws:glue/")) {
      const text = props.json;
      const settings = props.at(
        type.includes("dataCatalog") ? "dataCatalogEncryptionSettings" : "encryptionConfiguration",
      );
      if (/"\w*[eE]ncryptionMode":"DISABLED"/.test(text)) fail(settings, "have no mode DISABLED");
      return;
    }
    const configuration = props.at("configuration");
    const { text = "" } = configuration;
    const off = emrSwitches.filter((key) => !new RegExp(`"${key}"\\s*:\\s*true`).test(text));
    if (off.length > 0) fail(configuration, `turn ${off.join(" and ")} on`);
    else if (!text.includes("LocalDiskEncryptionConfiguration"))
      fail(configuration, "encrypt local disks");
  },
});

const permissionSource = resourceRule({
  id: "lambda-permission-source",
  theme,
  title: "Permissions of services name their source",
  severity: "medium",
  sources: ["own:lambda-source", "CKV_AWS_364", "AVD-AWS-0067"],
  remediation:
    "Set `sourceArn`, or sourceAccount: otherwise the service calls the function for any account.",
  types: ["aws:lambda/permission:Permission"],
  check: ({ props }, { fail }) => {
    const principal = props.at("principal");
    const source = props.at("sourceArn");
    if (!(principal.text ?? "").endsWith(".amazonaws.com")) return;
    if (source.absent && props.at("sourceAccount").absent) fail(source, "be set");
  },
});

const redshiftTls = resourceRule({
  id: "redshift-tls-required",
  theme,
  title: "Warehouses refuse cleartext clients",
  severity: "medium",
  sources: ["own:redshift-tls", "CKV_AWS_105"],
  remediation: 'Add the parameter require_ssl with the value "true".',
  types: ["aws:redshift/parameterGroup:ParameterGroup"],
  check: ({ props }, { fail }) => {
    const given = parameterOf(props, "require_ssl");
    if (given?.flag !== true) fail(given ?? props.at("parameters"), "set require_ssl to true");
  },
});

const switches: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:redshift/cluster:Cluster": [
    isSet("clusterSubnetGroupName"),
    {
      path: "automatedSnapshotRetentionPeriod",
      is: [undefined, ...Array.from({ length: 35 }, (_, day) => day + 1)],
      right: "be 1 or more",
    },
  ],
  "aws:transfer/server:Server": [oneOf("endpointType", "VPC", "VPC_ENDPOINT")],
  "aws:ec2transitgateway/transitGateway:TransitGateway": [
    oneOf("autoAcceptSharedAttachments", "disable", undefined),
  ],
  "aws:dax/cluster:Cluster": [oneOf("clusterEndpointEncryptionType", "TLS")],
  "aws:appsync/apiCache:ApiCache": [on("atRestEncryptionEnabled")],
  "aws:apigateway/methodSettings:MethodSettings": [notOn("settings.dataTraceEnabled")],
  "aws:cfg/configurationAggregator:ConfigurationAggregator": [
    on("accountAggregationSource.allRegions"),
  ],
};

const serviceSettings = resourceRule({
  id: "service-settings-safe",
  theme,
  title: "Warehouses, gateways and caches keep their safe settings",
  severity: "medium",
  sources: ["own:service-settings", "CKV_AWS_154", "CKV_AWS_164", "CKV_AWS_214", "CKV_AWS_276"],
  remediation:
    "Place the service in the VPC, keep its snapshots, encrypt its cache, and accept no attachment by itself.",
  types: Object.keys(switches),
  check: (resource, trial) => {
    const { props, type } = resource;
    if (type.includes("Aggregator") && props.at("accountAggregationSource").absent) return;
    wanting(switches)(resource, trial);
    const settings = props.at("settings");
    if (
      settings.at("cachingEnabled").flag === true &&
      settings.at("cacheDataEncrypted").flag !== true
    )
      trial.fail(settings.at("cacheDataEncrypted"), "be true while the cache is on");
  },
});

const currentAuthority = resourceRule({
  id: "rds-current-authority",
  theme: "rds",
  title: "Databases use a certificate authority that is valid",
  severity: "medium",
  sources: ["own:rds-authority", "CKV_AWS_211"],
  remediation: 'Set `caCertIdentifier: "rds-ca-rsa2048-g1"`, or leave it out.',
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
  check: ({ props }, { fail }) => {
    const authority = props.at("caCertIdentifier");
    if (/^rds-ca-20(?:10|15|19)$/.test(authority.text ?? "")) fail(authority, "be a current one");
  },
});

const clusterInsights = resourceRule({
  id: "ecs-cluster-insights",
  theme: "compute",
  title: "Clusters of ECS report what their containers use",
  severity: "low",
  sources: ["own:ecs-insights", "CKV_AWS_65"],
  remediation: 'Set `settings: [{ name: "containerInsights", value: "enabled" }]`.',
  types: ["aws:ecs/cluster:Cluster"],
  check: ({ props }, { fail }) => {
    const settings = props.at("settings");
    const insights = settings.list.find((entry) => entry.at("name").is("containerInsights"));
    if (insights === undefined || insights.at("value").is("disabled"))
      fail(settings, "turn containerInsights on");
  },
});

/** How services beside the relational databases run from day to day. */
export const dataOperation: readonly Rule[] = [
  customerKey,
  serviceLogs,
  analyticsEncrypted,
  permissionSource,
  redshiftTls,
  serviceSettings,
  currentAuthority,
  clusterInsights,
];
