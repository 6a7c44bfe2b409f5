import { Plan } from "@pulumi/aws/backup/plan.js";
import { Selection } from "@pulumi/aws/backup/selection.js";
import { Vault } from "@pulumi/aws/backup/vault.js";
import { VaultLockConfiguration } from "@pulumi/aws/backup/vaultLockConfiguration.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Key } from "@pulumi/aws/kms/key.js";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "../../aws/alarm.ts";
import { accountByIam, assumedBy, document } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { failed, missing } from "./alarms.ts";
import type { VaultOptions } from "./options.ts";
import { rulesOf } from "./rules.ts";

export interface BackupArgs {
  readonly settings: VaultOptions;
  /** Unique name in the account, such as `hanok-prod`: the vault's. */
  readonly unique: string;
  /** IANA time zone of the schedule. */
  readonly timeZone: string;
  /** ARN of the environment's key, which encrypts the backups. */
  readonly keyArn: pulumi.Input<string>;
  /** ARNs of what is backed up beside the tagged resources: the cluster. */
  readonly resources: readonly pulumi.Input<string>[];
  /** Tag of the resources that are backed up. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly data: DataPolicy;
  readonly alarmTopicArn: pulumi.Input<string>;
}

/**
 * Backups of an environment by AWS Backup: daily, weekly and monthly, with copies in a second region. A cluster is backed up with its
 * objects and the volumes of its claims. Depend on this before data are written.
 */
export class Backup extends pulumi.ComponentResource {
  /** Name of the vault with the recovery points. */
  readonly vaultName: pulumi.Output<string>;

  constructor(name: string, args: BackupArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:Backup", name, {}, options);
    const { settings, unique, timeZone, keyArn, data, tag, resources, alarmTopicArn } = args;
    const within = { parent: this };
    const kept = { ...within, protect: data === "keep" };
    const vault = createVault(name, args, { kmsKeyArn: keyArn }, kept);
    const copy = settings.copyTo === undefined ? undefined : createCopies(name, args, kept);
    const plan = new Plan(
      name,
      {
        name: unique,
        rules: rulesOf(settings, { vaultName: vault.name, timeZone, copyTo: copy?.arn }),
        tags: { Name: name },
      },
      within,
    );
    const role = createRole(name, within);
    const selected = { planId: plan.id, iamRoleArn: role.arn };
    const after = { ...within, dependsOn: role.policies };
    new Selection(name, { ...selected, name: unique, resources: [...resources] }, after);
    // one of its own: whether a selection takes what has both, or either, is not said plainly by AWS
    const selectionTags = [{ type: "STRINGEQUALS", ...tag }];
    new Selection(
      `${name}-tagged`,
      { ...selected, name: `${unique}-tagged`, selectionTags },
      after,
    );
    for (const alarm of [failed(vault.name), missing(vault.name)])
      createAlarm(name, alarm, alarmTopicArn, within);
    this.vaultName = vault.name;
    this.registerOutputs({});
  }
}

/**
 * Creates a vault. One that is kept is locked in governance mode: a recovery point cannot be deleted early, unless somebody with the
 * right to do so removes the lock. One that is discarded goes with its recovery points.
 */
function createVault(
  name: string,
  { unique, settings, data }: BackupArgs,
  where: { readonly kmsKeyArn: pulumi.Input<string>; readonly region?: string },
  options: pulumi.CustomResourceOptions,
): Vault {
  const vault = new Vault(
    name,
    { name: unique, forceDestroy: data === "discard", tags: { Name: name }, ...where },
    options,
  );
  if (data === "keep") {
    const region = where.region === undefined ? {} : { region: where.region };
    new VaultLockConfiguration(
      name,
      {
        backupVaultName: vault.name,
        minRetentionDays: settings.dailyDays,
        maxRetentionDays: settings.monthlyDays,
        ...region,
      },
      // each change of the days replaces the lock, and the deletion of an old one would also remove the new one
      { ...options, protect: false, deleteBeforeReplace: true },
    );
  }
  return vault;
}

/** Creates the vault of the second region, with a key of its own there: a key is of one region. */
function createCopies(
  name: string,
  args: BackupArgs,
  options: pulumi.CustomResourceOptions,
): Vault {
  const region = args.settings.copyTo ?? "";
  const key = new Key(
    `${name}-copy`,
    {
      region,
      description: `Copies of the backups of ${args.unique}`,
      enableKeyRotation: true,
      deletionWindowInDays: args.data === "keep" ? 30 : 14,
      policy: getCallerIdentityOutput({}, options).accountId.apply((id) =>
        document([accountByIam(id)]),
      ),
      tags: { Name: `${name}-copy` },
    },
    options,
  );
  return createVault(`${name}-copy`, args, { kmsKeyArn: key.arn, region }, options);
}

/**
 * AWS's own policies: what AWS Backup needs changes with each type of resource that it learns
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html).
 */
const policies = [
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AWSBackupServiceRolePolicyForRestores",
  "AWSBackupServiceRolePolicyForS3Backup",
  "AWSBackupServiceRolePolicyForS3Restore",
];

function createRole(
  name: string,
  options: pulumi.CustomResourceOptions,
): { readonly arn: pulumi.Output<string>; readonly policies: pulumi.Resource[] } {
  const role = new Role(
    name,
    {
      assumeRolePolicy: getCallerIdentityOutput({}, options).accountId.apply((id) =>
        document([
          assumedBy("backup.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } }),
        ]),
      ),
      tags: { Name: name },
    },
    options,
  );
  const attached = policies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy.split("/").at(-1) ?? ""}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        options,
      ),
  );
  return { arn: role.arn, policies: attached };
}
