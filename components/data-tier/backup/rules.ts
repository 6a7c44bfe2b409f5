import type * as pulumi from "@pulumi/pulumi";
import type { VaultOptions } from "./options.ts";

interface Target {
  readonly vaultName: pulumi.Input<string>;
  readonly timeZone: string;
  /** ARN of the vault of the second region. @default no copies */
  readonly copyTo: pulumi.Input<string> | undefined;
}

/** Minutes within which a backup must start, and end. AWS Backup gives up after them, and an alarm tells. */
const window = { startWindow: 60, completionWindow: 720 } as const;

/**
 * Rules of the plan, in the form of EventBridge's cron. A Sunday has a weekly backup beside the daily one: a recovery point has one
 * lifecycle, and backups of blocks share what did not change.
 */
export function rulesOf(
  {
    dailyDays,
    weeklyDays,
    monthlyDays,
    hour,
  }: Pick<VaultOptions, "dailyDays" | "weeklyDays" | "monthlyDays" | "hour">,
  { vaultName, timeZone, copyTo }: Target,
) {
  const rule = (ruleName: string, days: string, deleteAfter: number) => ({
    ruleName,
    targetVaultName: vaultName,
    schedule: `cron(0 ${hour} ${days})`,
    scheduleExpressionTimezone: timeZone,
    ...window,
    lifecycle: { deleteAfter },
    ...(copyTo === undefined
      ? {}
      : { copyActions: [{ destinationVaultArn: copyTo, lifecycle: { deleteAfter } }] }),
  });
  return [
    rule("daily", "* * ? *", dailyDays),
    rule("weekly", "? * 1 *", weeklyDays),
    rule("monthly", "1 * ? *", monthlyDays),
  ];
}
