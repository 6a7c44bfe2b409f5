import { Cluster } from "@pulumi/aws/docdb/cluster.js";
import { ClusterInstance } from "@pulumi/aws/docdb/clusterInstance.js";
import { ClusterParameterGroup } from "@pulumi/aws/docdb/clusterParameterGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedArgs, ManagedServer } from "../managed-engine.ts";
import type { RestoreSource } from "../options.ts";
import { databaseBasics, storeResource, windows } from "./windows.ts";

/** Standard support of 5.0 ends first, and 8.0 has more of MongoDB's operators. */
const version = { engine: "8.0.0", family: "docdb8.0" } as const;

/** Capacity units by size: 2 GiB each. */
const serverless = {
  small: { minCapacity: 0.5, maxCapacity: 4 },
  large: { minCapacity: 1, maxCapacity: 16 },
} as const;

/** DocumentDB: a primary, and a replica in another zone, which becomes the primary when that one is lost. */
export function mongodb(
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { identifier, data, size, redundancy, zones } = args;
  const isServerless = args.options.capacity === "serverless";
  const group = createParameters(name, args, options);
  const cluster = new Cluster(
    name,
    {
      ...databaseBasics(args),
      clusterIdentifier: identifier,
      engine: "docdb",
      engineVersion: version.engine,
      masterUsername: "root",
      manageMasterUserPassword: true,
      dbSubnetGroupName: args.subnetGroup("docdb"),
      dbClusterParameterGroupName: group.name,
      preferredBackupWindow: windows.backup,
      preferredMaintenanceWindow: windows.maintenance,
      enabledCloudwatchLogsExports: ["audit", "profiler"],
      ...(isServerless && { serverlessV2ScalingConfiguration: serverless[size] }),
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
  const parameters = {
    tls: "enabled",
    audit_logs: "enabled",
    profiler: "enabled",
    profiler_threshold_ms: "2000",
  };
  return new ClusterParameterGroup(
    name,
    {
      name: identifier,
      family: version.family,
      description: `Parameters of ${identifier}`,
      parameters: Object.entries(parameters).map(([parameter, value]) => ({
        name: parameter,
        value,
        // tls is static; a new cluster starts with it
        applyMethod: "pending-reboot",
      })),
      tags: { Name: identifier },
    },
    { ...options, deleteBeforeReplace: true },
  );
}

interface Member {
  readonly cluster: Cluster;
  readonly zone: string;
  /** Order in which replicas become the primary. */
  readonly tier: number;
}

function createMember(
  name: string,
  { identifier, instanceClass, options: { capacity }, keyArn }: ManagedArgs,
  { cluster, zone, tier }: Member,
  options: pulumi.CustomResourceOptions,
): ClusterInstance {
  return new ClusterInstance(
    name,
    {
      clusterIdentifier: cluster.clusterIdentifier,
      identifier: `${identifier}-${tier + 1}`,
      instanceClass: capacity === "serverless" ? "db.serverless" : instanceClass,
      availabilityZone: zone,
      promotionTier: tier,
      applyImmediately: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      preferredMaintenanceWindow: windows.maintenance,
      enablePerformanceInsights: true,
      performanceInsightsKmsKeyId: keyArn,
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
