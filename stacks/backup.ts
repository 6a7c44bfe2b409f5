import type * as pulumi from "@pulumi/pulumi";
import { Backup } from "../components/data-tier/backup/index.ts";
import type { VaultOptions } from "../components/data-tier/backup/options.ts";
import type { Cluster } from "../components/cluster/index.ts";
import { backupTag } from "./backup-tag.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";
import type { AwsNetwork } from "./network.ts";

/** Creates the backups of an environment. Import this module on demand, because it loads AWS's classes. */
export function createBackup(
  { stack, region, timeZone, data }: Environment,
  settings: VaultOptions,
  { provider, account, outputs: { alarmTopicArn } }: AwsNetwork,
  cluster: Cluster,
  options: pulumi.ComponentResourceOptions,
): Backup {
  const name = clusterName(stack);
  if (cluster.account === undefined) throw new Error("hanok:backup has no cluster on EKS"); // validateAcross prevents this
  return new Backup(
    "backup",
    {
      settings,
      unique: name,
      timeZone,
      data,
      keyArn: cluster.account.keyArn,
      resources: [`arn:aws:eks:${region}:${account}:cluster/${name}`],
      tag: backupTag(stack),
      alarmTopicArn,
    },
    // a plan that names a cluster before it exists would be accepted, and its first backups would fail
    { ...options, providers: [provider], dependsOn: [...cluster.ready] },
  );
}
