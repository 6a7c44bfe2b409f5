import type { StoreEngine } from "../../platform.ts";
import { collect, type ValidationIssue } from "../../validation.ts";
import type { BackupOptions } from "./options.ts";

/** Other settings that backups depend on. If one of them is invalid itself, the checks that need it are skipped. */
export interface BackupSurroundings {
  readonly region: string | undefined;
  readonly stores: "cluster" | "managed" | undefined;
  /** Every store, `shop.members`, with its engine. */
  readonly engines: readonly { readonly store: string; readonly engine: StoreEngine }[];
}

/** Hours between two recovery points, and until a restored store answers. Undefined for a store that nothing backs up. */
interface Reach {
  readonly pointHours: number;
  readonly timeHours: number;
}

/** A volume of the cluster is backed up once a day. A restore makes the volume from a snapshot, and starts the server. */
const daily: Reach = { pointHours: 24, timeHours: 2 };

/**
 * RDS, Aurora and DocumentDB keep their logs and restore any point up to five minutes ago
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html). The time is an estimate for 100 GiB.
 */
const pointInTime: Reach = { pointHours: 1, timeHours: 2 };

/** What AWS restores by engine. Amazon MQ has no backup: its definitions are made again, and its messages are lost. */
const managed: Readonly<Partial<Record<StoreEngine, Reach>>> = {
  mariadb: pointInTime,
  mysql: pointInTime,
  vector: pointInTime,
  mongodb: pointInTime,
  valkey: daily,
};

/** Engines whose loss is no loss of data: messages on their way, and Vault, which has snapshots of its own. */
const withoutBackup: readonly StoreEngine[] = ["rabbitmq", "vault"];

/** Validates backups whose single values are valid, against each other and their surroundings. */
export function validateBackup(
  backup: BackupOptions,
  { region, stores, engines }: BackupSurroundings,
  key: string,
): readonly ValidationIssue[] {
  if (backup.kind === "none") return [];
  const { dailyDays, weeklyDays, monthlyDays, copyTo, recovery } = backup;
  return collect((report) => {
    if (copyTo !== undefined && copyTo === region)
      report(`${key}.copyTo`, copyTo, "is the stack's own region", "Write another region.");
    if (weeklyDays <= dailyDays || monthlyDays <= weeklyDays)
      report(
        key,
        { dailyDays, weeklyDays, monthlyDays },
        "does not keep rarer backups for longer",
        "Write dailyDays below weeklyDays, and weeklyDays below monthlyDays.",
      );
    for (const { store, engine } of engines) {
      if (withoutBackup.includes(engine)) continue;
      const reach = stores === "managed" ? managed[engine] : daily;
      if (reach === undefined) continue;
      for (const which of ["pointHours", "timeHours"] as const) {
        if (reach[which] <= recovery[which]) continue;
        const what = which === "pointHours" ? "loses up to" : "needs up to";
        report(
          `${key}.recovery.${which}`,
          recovery[which],
          `cannot be reached by ${store}, which ${what} ${reach[which]} hours`,
          stores === "managed"
            ? `Write ${reach[which]}.`
            : `Write ${reach[which]}, or hanok:stores: managed.`,
        );
      }
    }
  });
}
