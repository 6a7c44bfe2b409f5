import { all, inProduction, isLiteral, mustBeTrue } from "../checks.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";
import { forEach, notOff, notOn, on, oneOf, type Wanted, wanting } from "../wanted.ts";

const theme = "data-services";

const domains = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];

const encryptedStores: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:efs/fileSystem:FileSystem": [on("encrypted")],
  "aws:neptune/cluster:Cluster": [on("storageEncrypted")],
  "aws:rds/globalCluster:GlobalCluster": [on("storageEncrypted")],
  "aws:docdb/globalCluster:GlobalCluster": [on("storageEncrypted")],
  "aws:redshift/cluster:Cluster": [notOff("encrypted")],
  "aws:dax/cluster:Cluster": [on("serverSideEncryption.enabled")],
  "aws:ebs/snapshotCopy:SnapshotCopy": [on("encrypted")],
  "aws:ec2/amiCopy:AmiCopy": [on("encrypted")],
  "aws:workspaces/workspace:Workspace": [
    on("rootVolumeEncryptionEnabled"),
    on("userVolumeEncryptionEnabled"),
  ],
  ...forEach(domains, [on("encryptAtRest.enabled")]),
};

/** Resources that take their encryption from another one. */
const sources = ["sourceDbClusterIdentifier", "snapshotIdentifier", "replicationSourceIdentifier"];

const storeEncrypted = resourceRule({
  id: "data-store-encrypted",
  theme,
  title: "File systems, search domains and further stores are encrypted",
  severity: "high",
  sources: [
    "own:data-store-encrypted",
    "CKV_AWS_42",
    "CKV_AWS_44",
    "CKV_AWS_64",
    "CKV_AWS_140",
    "CKV_AWS_5",
    "AVD-AWS-0037",
  ],
  remediation:
    "Turn encryption at rest on, with a key of your own in production. It is fixed at creation.",
  types: Object.keys(encryptedStores),
  check: (resource, trial) => {
    if (sources.some((key) => resource.props.at(key).present)) return;
    wanting(encryptedStores)(resource, trial);
  },
});

const privateStores: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:redshift/cluster:Cluster": [notOn("publiclyAccessible")],
  "aws:redshiftserverless/workgroup:Workgroup": [notOn("publiclyAccessible")],
  "aws:neptune/clusterInstance:ClusterInstance": [notOn("publiclyAccessible")],
  "aws:dms/replicationInstance:ReplicationInstance": [notOn("publiclyAccessible")],
  "aws:lightsail/database:Database": [notOn("publiclyAccessible")],
  "aws:msk/cluster:Cluster": [
    oneOf("brokerNodeGroupInfo.connectivityInfo.publicAccess.type", "DISABLED", undefined),
  ],
};
const serverlessNetwork = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";

const storeNotPublic = resourceRule({
  id: "data-store-not-public",
  theme,
  title: "Warehouses, graphs, streams and search are not public",
  severity: "critical",
  sources: ["own:data-store-public", "CKV_AWS_87", "CKV_AWS_89", "CKV_AWS_102", "AVD-AWS-0085"],
  remediation: "Turn public access off, and reach the store from inside the VPC.",
  types: [...Object.keys(privateStores), serverlessNetwork],
  check: (resource, trial) => {
    if (resource.type !== serverlessNetwork) return wanting(privateStores)(resource, trial);
    const policy = resource.props.at("policy");
    if (/"AllowFromPublic"\s*:\s*true/.test(policy.text ?? ""))
      trial.fail(policy, "not allow the public");
  },
});

const inTransit: Readonly<Record<string, readonly Wanted[]>> = {
  ...forEach(domains, [
    on("nodeToNodeEncryption.enabled"),
    on("domainEndpointOptions.enforceHttps"),
    oneOf(
      "domainEndpointOptions.tlsSecurityPolicy",
      "Policy-Min-TLS-1-2-PFS-2023-10",
      "Policy-Min-TLS-1-2-2019-07",
      "Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08",
      undefined,
    ),
  ]),
  "aws:msk/cluster:Cluster": [
    oneOf("encryptionInfo.encryptionInTransit.clientBroker", "TLS", undefined),
    notOff("encryptionInfo.encryptionInTransit.inCluster"),
  ],
  "aws:appsync/apiCache:ApiCache": [on("transitEncryptionEnabled")],
  "aws:apigateway/domainName:DomainName": [
    {
      path: "securityPolicy",
      is: ["TLS_1_2", undefined],
      right: "be TLS_1_2 or newer",
    },
  ],
};

const encryptedInTransit = resourceRule({
  id: "data-service-in-transit",
  theme,
  title: "Search, streams and API domains speak TLS 1.2 or newer",
  severity: "high",
  sources: ["own:data-service-transit", "CKV_AWS_6", "CKV_AWS_83", "CKV_AWS_81", "CKV_AWS_206"],
  remediation: "Enforce HTTPS with TLS 1.2 or newer, and encryption between the nodes or brokers.",
  types: Object.keys(inTransit),
  check: ({ props, type, ...rest }, trial) => {
    const policy = props.at("securityPolicy");
    if (type.startsWith("aws:apigateway/") && /^SecurityPolicy_TLS1[23]_/.test(policy.text ?? ""))
      return;
    wanting(inTransit)({ props, type, ...rest }, trial);
  },
});

const plainTransfer = resourceRule({
  id: "transfer-no-plain-ftp",
  theme,
  title: "File transfer servers do not speak plain FTP",
  severity: "high",
  sources: ["own:transfer", "CKV_AWS_380"],
  remediation: 'Set `protocols: ["SFTP"]`, and a securityPolicyName of 2022 or newer.',
  types: ["aws:transfer/server:Server"],
  check: ({ props }, { fail }) => {
    const protocols = props.at("protocols");
    if (some(protocols.list, (protocol) => protocol.is("FTP"))) fail(protocols, "not contain FTP");
  },
});

const messages: Readonly<Record<string, readonly Wanted[]>> = {
  "aws:kinesis/stream:Stream": [oneOf("encryptionType", "KMS")],
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": [on("serverSideEncryption.enabled")],
};

const messagesEncrypted = resourceRule({
  id: "messages-encrypted",
  theme,
  title: "Queues, topics and streams are encrypted",
  severity: "medium",
  sources: ["own:messages-encrypted", "CKV_AWS_26", "CKV_AWS_27", "CKV_AWS_43", "AVD-AWS-0096"],
  remediation: "Set kmsMasterKeyId (a queue may keep sqsManagedSseEnabled), or encryptionType KMS.",
  types: ["aws:sqs/queue:Queue", "aws:sns/topic:Topic", ...Object.keys(messages)],
  check: (resource, trial) => {
    const { props, type } = resource;
    const key = props.at("kmsMasterKeyId");
    if (type.startsWith("aws:sns/")) {
      if (key.absent) trial.fail(key, "be set");
      return;
    }
    if (type.startsWith("aws:sqs/")) {
      // a queue is encrypted by a key of SQS unless the program says otherwise
      const own = props.at("sqsManagedSseEnabled");
      if (own.flag === false && key.absent) trial.fail(own, "not be false without kmsMasterKeyId");
      return;
    }
    // a stream that reads another is encrypted by its source
    if (props.at("kinesisSourceConfiguration").absent) wanting(messages)(resource, trial);
  },
});

const tableRecoverable = resourceRule({
  id: "dynamodb-recoverable",
  theme,
  title: "Tables can be restored to a point in time, and production ones resist deletion",
  severity: "medium",
  sources: ["own:dynamodb", "CKV_AWS_28", "AwsSolutions-DDB3", "AVD-AWS-0024"],
  remediation:
    "Set `pointInTimeRecovery: { enabled: true }`, and in production deletionProtectionEnabled.",
  types: ["aws:dynamodb/table:Table"],
  check: all(
    mustBeTrue("pointInTimeRecovery", "enabled"),
    inProduction(mustBeTrue("deletionProtectionEnabled")),
  ),
});

/** Names of inputs that hold a password or a key, and the types whose own rules judge them. */
const passwordInput =
  /^(?:(?:master|admin|user|masterUser|adminUser|windows\w*)?[pP]asswords?|secretKey|privateKey|authToken|accessToken|oauthToken|smbPassword|fileSystemAdministratorsPassword)$/;
const judgedElsewhere =
  /^aws:(?:rds\/(?:cluster|instance)|docdb\/cluster|mq\/broker|elasticache\/replicationGroup|secretsmanager\/|ec2\/vpnConnection):?/;
/** Passwords below the first level of the inputs. */
const nestedPasswords = [
  ["advancedSecurityOptions", "masterUserOptions", "masterUserPassword"],
  ["authenticationMode", "passwords"],
  ["mongodbSettings", "password"],
  ["redshiftSettings", "password"],
  ["selfManagedActiveDirectory", "password"],
  ["basicAuthCredentials"],
] as const;

const noPlaintextPassword = resourceRule({
  id: "no-plaintext-password",
  theme,
  title: "Passwords and keys of AWS resources are secrets",
  severity: "critical",
  sources: [
    "own:plaintext-password",
    "guard:redshift_cluster_master_user_password_no_plaintext_password",
  ],
  remediation:
    "Let the service manage the password where it can; otherwise pass a Pulumi secret (config.requireSecret, random.RandomPassword).",
  types: ["aws:*"],
  check: ({ props, type }, { fail, each }) => {
    if (judgedElsewhere.test(type)) return;
    const named = props.entries
      .filter(([key]) => passwordInput.test(key))
      .map(([, value]) => value);
    const nested = nestedPasswords.map((path) => props.at(...path));
    each([...named, ...nested], (value) => {
      const exposed = value.list.some((entry) => isLiteral(entry) && entry.text !== undefined);
      if (exposed && !value.secret) fail(value.as("plain text"), "be a secret");
    });
  },
});

/** Stores and streams beside the relational ones. */
export const dataServices: readonly Rule[] = [
  storeEncrypted,
  storeNotPublic,
  encryptedInTransit,
  plainTransfer,
  messagesEncrypted,
  tableRecoverable,
  noPlaintextPassword,
];
