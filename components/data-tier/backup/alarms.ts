import type * as pulumi from "@pulumi/pulumi";
import type { Alarm } from "../../aws/alarm.ts";

/** Metrics of AWS Backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
const ofVault = (backupVaultName: pulumi.Input<string>, metricName: string) => ({
  namespace: "AWS/Backup",
  metricName,
  dimensions: { BackupVaultName: backupVaultName },
  statistic: "Sum",
  period: 86_400,
  evaluationPeriods: 1,
});

/** A backup that ended with an error, in the last day. */
export const failed = (vaultName: pulumi.Input<string>): Alarm => ({
  alert: "BackupFailed",
  says: "A backup of the environment has failed",
  metric: {
    ...ofVault(vaultName, "NumberOfBackupJobsFailed"),
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    treatMissingData: "notBreaching",
  },
});

/** A day without any backup, which no failed job would tell. */
export const missing = (vaultName: pulumi.Input<string>): Alarm => ({
  alert: "BackupMissing",
  says: "No backup of the environment was completed for a day",
  metric: {
    ...ofVault(vaultName, "NumberOfBackupJobsCompleted"),
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
  },
});
