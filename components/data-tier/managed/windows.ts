import type { DataPolicy } from "../../platform.ts";
import type { ManagedArgs } from "../managed-engine.ts";

/** Hours in UTC with little traffic in Seoul: backups at two in the morning, maintenance on Monday at three. */
export const windows = { backup: "17:00-17:30", maintenance: "sun:18:00-sun:19:00" } as const;

/** Days that automated backups stay: the time within which a store can be restored to any second. */
export const retentionDays = (data: DataPolicy): number => (data === "keep" ? 35 : 7);

/** What every database of RDS and DocumentDB has. */
export function databaseBasics(args: ManagedArgs) {
  const { identifier, data, keyArn, securityGroupId, tags, backupTag } = args;
  return {
    storageEncrypted: true,
    kmsKeyId: keyArn,
    vpcSecurityGroupIds: [securityGroupId],
    backupRetentionPeriod: retentionDays(data),
    deletionProtection: data === "keep",
    skipFinalSnapshot: data !== "keep",
    finalSnapshotIdentifier: `${identifier}-final`,
    // an `up` that ends has applied its changes; otherwise they would wait for the next maintenance window
    applyImmediately: true,
    tags: { Name: identifier, ...tags, ...backupTag },
  };
}

/** Options of a store. It is created from a snapshot once, and its fixed name is free only when the old store is gone. */
export const storeResource = (data: DataPolicy, ...origins: readonly string[]) => ({
  protect: data === "keep",
  deleteBeforeReplace: true,
  ignoreChanges: [...origins],
});
