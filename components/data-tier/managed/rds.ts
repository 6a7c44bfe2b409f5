import { Instance, type InstanceArgs } from "@pulumi/aws/rds/instance.js";
import { ParameterGroup } from "@pulumi/aws/rds/parameterGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { bytes } from "../../check/quantity.ts";
import type { ManagedArgs, ManagedServer } from "../managed-engine.ts";
import type { RestoreSource } from "../options.ts";
import { databaseBasics, storeResource, windows } from "./windows.ts";

/** What differs between the engines of RDS. */
interface RdsEngine {
  readonly engine: string;
  /** Major version. AWS raises the minor one in a maintenance window. */
  readonly version: string;
  readonly family: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly logs: readonly string[];
  readonly username: string;
  /** Whether there is a read replica, for which RDS refuses to manage the password. */
  readonly hasReplica: boolean;
}

/** RDS for MariaDB with a standby and a read replica in other zones. */
export const mariadb = (name: string, args: ManagedArgs, options: pulumi.CustomResourceOptions) =>
  createInstance(name, args, options, {
    engine: "mariadb",
    version: "11.8",
    family: "mariadb11.8",
    parameters: {
      require_secure_transport: "1",
      character_set_server: "utf8mb4",
      collation_server: "utf8mb4_unicode_ci",
      slow_query_log: "1",
      long_query_time: "2",
      log_output: "FILE",
    },
    logs: ["error", "slowquery"],
    username: "root",
    hasReplica: args.redundancy === "zonal",
  });

/** RDS for PostgreSQL, which has pgvector, with a standby in another zone. */
export const postgresql = (
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
) =>
  createInstance(name, args, options, {
    engine: "postgres",
    version: "17",
    family: "postgres17",
    // -1 would leave slow statements out of the log
    parameters: { "rds.force_ssl": "1", log_min_duration_statement: "2000" },
    logs: ["postgresql", "upgrade"],
    username: "postgres",
    hasReplica: false,
  });

function createInstance(
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
  engine: RdsEngine,
): ManagedServer {
  const { identifier, instanceClass, redundancy, data } = args;
  const size = gibibytes(args);
  const group = new ParameterGroup(
    name,
    {
      name: identifier,
      family: engine.family,
      description: `Parameters of ${identifier}`,
      parameters: Object.entries(engine.parameters).map(([parameter, value]) => ({
        name: parameter,
        value,
        applyMethod: "immediate",
      })),
      tags: { Name: identifier },
    },
    { ...options, deleteBeforeReplace: true },
  );
  const operated = operation(args, engine);
  const primary = new Instance(
    name,
    {
      ...databaseBasics(args),
      ...operated,
      identifier,
      instanceClass,
      engine: engine.engine,
      engineVersion: engine.version,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      ...storageOf(size),
      username: engine.username,
      ...passwordOf(args),
      multiAz: redundancy === "zonal",
      dbSubnetGroupName: args.subnetGroup("rds"),
      parameterGroupName: group.name,
      backupWindow: windows.backup,
      ...restored(args.options.restoreFrom),
    },
    { ...options, ...storeResource(data, "snapshotIdentifier", "restoreToPointInTime") },
  );
  if (!engine.hasReplica)
    return {
      host: primary.address,
      masterSecretArn: primary.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? ""),
      ready: [primary],
    };
  const replica = createReplica(name, args, { ...operated, ...storageOf(size) }, group.name, {
    ...options,
    dependsOn: [primary],
  });
  return { host: primary.address, reader: replica.address, ready: [primary, replica] };
}

function createReplica(
  name: string,
  { identifier, instanceClass, data, securityGroupId, tags }: ManagedArgs,
  operated: Partial<InstanceArgs>,
  parameterGroupName: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): Instance {
  return new Instance(
    `${name}-reader`,
    {
      ...operated,
      identifier: `${identifier}-reader`,
      // the source's identifier; key, subnets and user are those of the source
      replicateSourceDb: identifier,
      instanceClass,
      storageEncrypted: true,
      vpcSecurityGroupIds: [securityGroupId],
      parameterGroupName,
      deletionProtection: data === "keep",
      // RDS takes no final snapshot of a replica
      skipFinalSnapshot: true,
      applyImmediately: true,
      tags: { Name: `${identifier}-reader`, ...tags },
    },
    { ...options, deleteBeforeReplace: true },
  );
}

/** How an instance runs from day to day. */
function operation({ keyArn, monitoringRoleArn }: ManagedArgs, { logs }: RdsEngine) {
  return {
    maintenanceWindow: windows.maintenance,
    autoMinorVersionUpgrade: true,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    iamDatabaseAuthenticationEnabled: true,
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: [...logs],
    databaseInsightsMode: "standard",
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArn,
    performanceInsightsRetentionPeriod: 7,
    monitoringInterval: 60,
    monitoringRoleArn: monitoringRoleArn(),
  };
}

/** RDS doubles the storage by itself before it is full, and the provider then leaves the size as it is. */
const storageOf = (size: number) =>
  ({ storageType: "gp3", allocatedStorage: size, maxAllocatedStorage: size * 2 }) as const;

/** Size in GiB. gp3 starts at 20. */
function gibibytes({ spec }: ManagedArgs): number {
  const size = "storage" in spec ? (bytes(spec.storage) ?? 0) : 0;
  return Math.max(20, Math.ceil(size / 2 ** 30));
}

/** Where RDS manages the password, it rotates it as well, once a week. */
function passwordOf({ rootPassword, keyArn }: ManagedArgs) {
  return rootPassword === undefined
    ? { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn }
    : { password: rootPassword };
}

function restored(source: RestoreSource | undefined) {
  if (source === undefined) return {};
  if ("snapshot" in source) return { snapshotIdentifier: source.snapshot };
  const { store, time } = source;
  return {
    restoreToPointInTime: {
      sourceDbInstanceIdentifier: store,
      ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreTime: time }),
    },
  };
}
