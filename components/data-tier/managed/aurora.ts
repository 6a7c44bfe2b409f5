import { Cluster } from "@pulumi/aws/rds/cluster.js";
import { ClusterInstance } from "@pulumi/aws/rds/clusterInstance.js";
import { ClusterParameterGroup } from "@pulumi/aws/rds/clusterParameterGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedArgs, ManagedServer } from "../managed-engine.ts";
import type { RestoreSource } from "../options.ts";
import { databaseBasics, storeResource, windows } from "./windows.ts";

/** Aurora's name of MySQL 8.4. AWS raises the minor version in a maintenance window. */
const version = "8.4";

/** `ON` and `1` are words of the parameters' own documentation. */
const parameters = {
  require_secure_transport: "ON",
  character_set_server: "utf8mb4",
  collation_server: "utf8mb4_0900_ai_ci",
  // logins and changes of rights; every query would cost more than the store
  server_audit_logging: "1",
  server_audit_events: "CONNECT,QUERY_DCL",
  slow_query_log: "1",
  long_query_time: "2",
} as const;

/** Capacity units by size: 2 GiB each. */
const serverless = {
  small: { minCapacity: 0.5, maxCapacity: 4 },
  large: { minCapacity: 1, maxCapacity: 16 },
} as const;

/** Aurora MySQL: a writer, and a reader in another zone, which becomes the writer when that one is lost. */
export function mysql(
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { identifier, data, keyArn, redundancy, size, zones } = args;
  const isServerless = args.options.capacity === "serverless";
  const group = createParameters(name, args, options);
  const cluster = new Cluster(
    name,
    {
      ...databaseBasics(args),
      clusterIdentifier: identifier,
      engine: "aurora-mysql",
      engineMode: "provisioned",
      engineVersion: version,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      masterUsername: "root",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      dbSubnetGroupName: args.subnetGroup("rds"),
      dbClusterParameterGroupName: group.name,
      iamDatabaseAuthenticationEnabled: true,
      copyTagsToSnapshot: true,
      preferredBackupWindow: windows.backup,
      preferredMaintenanceWindow: windows.maintenance,
      enabledCloudwatchLogsExports: ["audit", "error", "slowquery"],
      ...(isServerless && { serverlessv2ScalingConfiguration: serverless[size] }),
      ...restored(args.options.restoreFrom),
    },
    { ...options, ...storeResource(data, "snapshotIdentifier", "restoreToPointInTime") },
  );
  const members = (redundancy === "zonal" ? zones.slice(0, 2) : zones.slice(0, 1)).map(
    (zone, tier) => createMember(`${name}-${tier + 1}`, args, { cluster, zone, tier }, options),
  );
  return {
    host: cluster.endpoint,
    reader: cluster.readerEndpoint,
    masterSecretArn: cluster.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? ""),
    ready: [cluster, ...members],
  };
}

function createParameters(
  name: string,
  { identifier }: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): ClusterParameterGroup {
  return new ClusterParameterGroup(
    name,
    {
      name: identifier,
      family: `aurora-mysql${version}`,
      description: `Parameters of ${identifier}`,
      parameters: Object.entries(parameters).map(([parameter, value]) => ({
        name: parameter,
        value,
        applyMethod: "immediate",
      })),
      tags: { Name: identifier },
    },
    { ...options, deleteBeforeReplace: true },
  );
}

interface Member {
  readonly cluster: Cluster;
  readonly zone: string;
  /** Order in which readers become the writer. */
  readonly tier: number;
}

function createMember(
  name: string,
  { identifier, instanceClass, options: { capacity }, keyArn, monitoringRoleArn }: ManagedArgs,
  { cluster, zone, tier }: Member,
  options: pulumi.CustomResourceOptions,
): ClusterInstance {
  return new ClusterInstance(
    name,
    {
      clusterIdentifier: cluster.clusterIdentifier,
      identifier: `${identifier}-${tier + 1}`,
      engine: "aurora-mysql",
      instanceClass: capacity === "serverless" ? "db.serverless" : instanceClass,
      availabilityZone: zone,
      promotionTier: tier,
      applyImmediately: true,
      autoMinorVersionUpgrade: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: windows.maintenance,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keyArn,
      performanceInsightsRetentionPeriod: 7,
      monitoringInterval: 60,
      monitoringRoleArn: monitoringRoleArn(),
      tags: { Name: `${identifier}-${tier + 1}` },
    },
    { ...options, deleteBeforeReplace: true },
  );
}

function restored(source: RestoreSource | undefined) {
  if (source === undefined) return {};
  if ("snapshot" in source) return { snapshotIdentifier: source.snapshot };
  const { store, time } = source;
  return {
    restoreToPointInTime: {
      sourceClusterIdentifier: store,
      restoreType: "full-copy",
      ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreToTime: time }),
    },
  };
}
