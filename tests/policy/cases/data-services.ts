import { aws, type Cases, production, secret, three, unknown } from "../support/case.ts";

const domain = (more: object = {}) =>
  aws("opensearch", "Domain", "search", {
    encryptAtRest: { enabled: true },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    },
    ...more,
  });
const redshift = (more: object) => aws("redshift", "Cluster", "warehouse", { ...more });
const table = (more: object) => aws("dynamodb", "Table", "orders", { hashKey: "id", ...more });

export const dataServiceCases: Cases = {
  "data-store-encrypted": three({
    passes: [aws("efs", "FileSystem", "files", { encrypted: true }), domain()],
    fails: [aws("efs", "FileSystem", "files", {}), domain({ encryptAtRest: { enabled: false } })],
    violates: ["files encrypted", "search encryptAtRest.enabled"],
    edge: [
      redshift({}),
      aws("rds", "GlobalCluster", "world", { sourceDbClusterIdentifier: unknown }),
    ],
    why: "a new warehouse is encrypted by default, and a source decides for its copy",
  }),
  "data-store-not-public": three({
    passes: redshift({ publiclyAccessible: false }),
    fails: redshift({ publiclyAccessible: true }),
    violates: ["warehouse publiclyAccessible"],
    edge: [
      aws("msk", "Cluster", "kafka", {
        brokerNodeGroupInfo: {
          connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
        },
      }),
      aws("opensearch", "ServerlessSecurityPolicy", "net", {
        type: "network",
        policy: JSON.stringify([{ AllowFromPublic: true }]),
      }),
    ],
    why: "brokers by addresses of their own, and a network policy in JSON",
    finds: ["kafka brokerNodeGroupInfo.connectivityInfo.publicAccess.type", "net policy"],
  }),
  "data-service-in-transit": three({
    passes: [domain(), aws("msk", "Cluster", "kafka", {})],
    fails: [
      domain({ nodeToNodeEncryption: { enabled: false } }),
      aws("msk", "Cluster", "kafka", {
        encryptionInfo: { encryptionInTransit: { clientBroker: "TLS_PLAINTEXT" } },
      }),
    ],
    violates: [
      "search nodeToNodeEncryption.enabled",
      "kafka encryptionInfo.encryptionInTransit.clientBroker",
    ],
    edge: [
      aws("apigateway", "DomainName", "api", { securityPolicy: "TLS_1_0" }),
      aws("apigateway", "DomainName", "new", {
        securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
      }),
    ],
    why: "old and new names of policies of an API",
    finds: ["api securityPolicy"],
  }),
  "transfer-no-plain-ftp": three({
    passes: aws("transfer", "Server", "files", { protocols: ["SFTP"] }),
    fails: aws("transfer", "Server", "files", { protocols: ["SFTP", "FTP"] }),
    violates: ["files protocols"],
    edge: aws("transfer", "Server", "files", {}),
    why: "SFTP is the default",
  }),
  "messages-encrypted": three({
    passes: [
      aws("sns", "Topic", "orders", { kmsMasterKeyId: unknown }),
      aws("sqs", "Queue", "q", {}),
    ],
    fails: [
      aws("sns", "Topic", "orders", {}),
      aws("kinesis", "Stream", "clicks", { encryptionType: "NONE" }),
    ],
    violates: ["orders kmsMasterKeyId", "clicks encryptionType"],
    edge: [
      aws("sqs", "Queue", "q", { sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/shop" }),
      aws("sqs", "Queue", "plain", { sqsManagedSseEnabled: false }),
    ],
    why: "a key of one's own takes the place of the service's",
    finds: ["plain sqsManagedSseEnabled"],
  }),
  "dynamodb-recoverable": three({
    settings: production,
    passes: table({ pointInTimeRecovery: { enabled: true }, deletionProtectionEnabled: true }),
    fails: table({ deletionProtectionEnabled: true }),
    violates: ["orders pointInTimeRecovery.enabled"],
    edge: table({ pointInTimeRecovery: { enabled: unknown }, deletionProtectionEnabled: true }),
    why: "a setting of the run",
    open: ["orders pointInTimeRecovery.enabled"],
  }),
  "no-plaintext-password": three({
    passes: redshift({ masterPassword: secret("Hn8kq2") }),
    fails: redshift({ masterPassword: "Hn8kq2" }),
    violates: ["warehouse masterPassword"],
    edge: [
      domain({ advancedSecurityOptions: { masterUserOptions: { masterUserPassword: "Hn8kq2" } } }),
      aws("memorydb", "User", "api", {
        authenticationMode: { type: "password", passwords: secret(["Hn8kq2"]) },
      }),
      aws("rds", "Instance", "db", { password: "Hn8kq2" }),
    ],
    why: "a password further down, a secret list, and a database with a rule of its own",
    finds: ["search advancedSecurityOptions.masterUserOptions.masterUserPassword"],
  }),
};
