import { type FieldPlan, of } from "./declare.ts";

/** Violating plans of stores and streams beside the relational ones. */
export const dataServicePlans: readonly FieldPlan[] = [
  {
    why: "a warehouse on the internet, unencrypted, with its password in the program",
    resources: [
      of("aws:redshift/cluster:Cluster", "warehouse", {
        clusterIdentifier: "warehouse",
        nodeType: "ra3.large",
        encrypted: false,
        publiclyAccessible: true,
        masterUsername: "admin",
        masterPassword: "Hn8kq2Hn8kq2",
      }),
    ],
    means: [
      "data-store-encrypted warehouse",
      "data-store-not-public warehouse",
      "no-plaintext-password warehouse",
    ],
  },
  {
    why: "a graph, a global database and a cache of tables without encryption",
    resources: [
      of("aws:neptune/cluster:Cluster", "graph", { clusterIdentifier: "graph" }),
      of("aws:rds/globalCluster:GlobalCluster", "world", { globalClusterIdentifier: "world" }),
      of("aws:dax/cluster:Cluster", "dax", { clusterName: "dax", nodeType: "dax.t3.small" }),
      of("aws:neptune/clusterInstance:ClusterInstance", "graph-0", { publiclyAccessible: true }),
    ],
    means: [
      ...["graph", "world", "dax"].map((name) => `data-store-encrypted ${name}`),
      "data-store-not-public graph-0",
    ],
  },
  {
    why: "desktops and copies of images and snapshots without encryption",
    resources: [
      of("aws:workspaces/workspace:Workspace", "desk", { userName: "kim" }),
      of("aws:ec2/amiCopy:AmiCopy", "image", { sourceAmiId: "ami-1", encrypted: false }),
      of("aws:ebs/snapshotCopy:SnapshotCopy", "copy", { sourceSnapshotId: "snap-1" }),
    ],
    means: ["desk", "image", "copy"].map((name) => `data-store-encrypted ${name}`),
  },
  {
    why: "brokers that speak plain text and have public addresses",
    resources: [
      of("aws:msk/cluster:Cluster", "kafka", {
        brokerNodeGroupInfo: {
          connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
        },
        encryptionInfo: { encryptionInTransit: { clientBroker: "PLAINTEXT", inCluster: false } },
      }),
    ],
    means: ["data-service-in-transit kafka", "data-store-not-public kafka"],
  },
  {
    why: "a replication instance on the internet, an API with TLS 1.0, and a server of FTP",
    resources: [
      of("aws:dms/replicationInstance:ReplicationInstance", "move", { publiclyAccessible: true }),
      of("aws:apigateway/domainName:DomainName", "api", {
        domainName: "api.shop.example",
        securityPolicy: "TLS_1_0",
      }),
      of("aws:transfer/server:Server", "files", {
        endpointType: "VPC",
        protocols: ["FTP", "FTPS"],
      }),
    ],
    means: [
      "data-store-not-public move",
      "data-service-in-transit api",
      "transfer-no-plain-ftp files",
    ],
  },
  {
    why: "queues, topics and streams without a key",
    resources: [
      of("aws:sqs/queue:Queue", "jobs", { sqsManagedSseEnabled: false }),
      of("aws:sns/topic:Topic", "orders", { name: "orders" }),
      of("aws:kinesis/stream:Stream", "clicks", { shardCount: 1 }),
      of("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "lake", {
        destination: "extended_s3",
      }),
    ],
    means: ["jobs", "orders", "clicks", "lake"].map((name) => `messages-encrypted ${name}`),
  },
  {
    why: "a production table that nobody can restore",
    stack: "prod",
    resources: [
      of("aws:dynamodb/table:Table", "orders", {
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
      }),
    ],
    means: ["dynamodb-recoverable orders"],
  },
  {
    why: "passwords of users, directories and search as plain text",
    resources: [
      of("aws:elasticache/user:User", "cache-user", {
        userId: "api",
        userName: "api",
        engine: "REDIS",
        accessString: "on ~* +@all",
        passwords: ["Hn8kq2Hn8kq2Hn8kq2"],
      }),
      of("aws:directoryservice/directory:Directory", "people", {
        name: "corp.shop.example",
        password: "Hn8kq2-Hn8kq2",
      }),
      of("aws:opensearch/domain:Domain", "search", {
        encryptAtRest: { enabled: true },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: { enforceHttps: true },
        advancedSecurityOptions: {
          enabled: true,
          masterUserOptions: { masterUserName: "admin", masterUserPassword: "Hn8kq2-Hn8kq2" },
        },
      }),
      of("aws:dms/endpoint:Endpoint", "source", { endpointId: "source", password: "Hn8kq2" }),
    ],
    means: ["cache-user", "people", "search", "source"].map(
      (name) => `no-plaintext-password ${name}`,
    ),
  },
  {
    why: "stores, topics and file systems with AWS's keys, and services without logs",
    resources: [
      of("aws:efs/fileSystem:FileSystem", "files", { encrypted: true }),
      of("aws:sns/topic:Topic", "news", { kmsMasterKeyId: "alias/aws/sns" }),
      of("aws:sqs/queue:Queue", "jobs", { name: "jobs" }),
      of("aws:apigatewayv2/stage:Stage", "v1", { name: "v1", autoDeploy: true }),
      of("aws:sfn/stateMachine:StateMachine", "flow", { definition: "{}" }),
      of("aws:ecs/cluster:Cluster", "main", { name: "main" }),
    ],
    means: [
      ...["files", "news", "jobs"].map((name) => `data-service-customer-key ${name}`),
      "service-logs v1",
      "service-logs flow",
      "ecs-cluster-insights main",
    ],
  },
  {
    why: "analytics without encryption, and a warehouse that takes plain clients in the default VPC",
    resources: [
      of("aws:emr/securityConfiguration:SecurityConfiguration", "emr", {
        configuration: JSON.stringify({
          EncryptionConfiguration: {
            EnableInTransitEncryption: false,
            EnableAtRestEncryption: true,
          },
        }),
      }),
      of("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings", "catalog", {
        dataCatalogEncryptionSettings: {
          encryptionAtRest: { catalogEncryptionMode: "DISABLED" },
        },
      }),
      of("aws:redshift/parameterGroup:ParameterGroup", "params", { family: "redshift-1.0" }),
      of("aws:redshift/cluster:Cluster", "dw", { clusterIdentifier: "dw" }),
      of("aws:transfer/server:Server", "files", { protocols: ["SFTP"] }),
    ],
    means: [
      "analytics-encrypted emr",
      "analytics-encrypted catalog",
      "redshift-tls-required params",
      "service-settings-safe dw",
      "service-settings-safe files",
    ],
  },
  {
    why: "a service that calls a function for any account, a whole service for everything, an old authority",
    resources: [
      of("aws:lambda/permission:Permission", "notify", {
        action: "lambda:InvokeFunction",
        function: "notify",
        principal: "s3.amazonaws.com",
      }),
      of("aws:iam/policy:Policy", "wide", {
        policy: JSON.stringify({
          Statement: [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }],
        }),
      }),
      of("aws:rds/instance:Instance", "db", { engine: "mysql", caCertIdentifier: "rds-ca-2019" }),
    ],
    means: [
      "lambda-permission-source notify",
      "iam-no-star-on-all wide",
      "rds-current-authority db",
    ],
  },
];
