import { mustBeSet } from "../checks.ts";
import type { Graph } from "../graph.ts";
import { matchesAny } from "../glob.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";
import { isTaggable } from "../aws/taggable.ts";

const stateful = [
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:docdb/cluster:Cluster",
  "aws:ebs/volume:Volume",
  "aws:efs/fileSystem:FileSystem",
  "aws:s3/bucket:Bucket",
  "aws:dynamodb/table:Table",
];

const wantsBackup = ({ props }: Resource): boolean =>
  some(
    props.at("tags").entries,
    ([key, value]) => /backup/i.test(key) && !value.is("false", "none", "no"),
  );

/** Whether a selection takes a resource, by tag or by ARN. @throws Undecided */
function selectsResource(graph: Graph, selection: Resource, store: Resource): boolean {
  const { props } = selection;
  const tags = store.props.at("tags");
  const byTag = some(props.at("selectionTags").list, (tag) =>
    tags.at(tag.at("key").text ?? "").is(tag.at("value").plain),
  );
  if (byTag) return true;
  return some(props.at("resources").list, (arn) =>
    arn.unknown
      ? graph.targets(arn, store.type).includes(store)
      : matchesAny(
          [arn.text ?? ""],
          store.props.at("arn").unknown
            ? `arn:aws:${store.type.split(/[:/]/)[1] ?? ""}:`
            : (store.props.at("arn").text ?? ""),
        ),
  );
}

const planExists = stackRule({
  id: "backup-plan-exists",
  theme: "keys-secrets-backup-logs",
  title: "Stateful data is in a backup plan",
  severity: "high",
  sources: [
    "CKV2_AWS_8",
    "CKV2_AWS_9",
    "NIST.800.53.R5-RDSInBackupPlan",
    "guard:backup_plan_min_frequency_and_min_retention_check",
  ],
  remediation:
    "Create an aws.backup.Plan, and a Selection whose selectionTags are the store's tag.",
  check: (graph, { fail, each }) =>
    each(graph.of(...stateful), (store) => {
      if (!wantsBackup(store)) return;
      if (graph.of("aws:backup/plan:Plan").length === 0)
        return fail(store.props.at("tags"), "be taken by a backup plan");
      if (
        !some(graph.of("aws:backup/selection:Selection"), (selection) =>
          selectsResource(graph, selection, store),
        )
      )
        fail(store.props.at("tags"), "be taken by a backup Selection");
    }),
});

/** Whether a schedule of AWS Backup runs once a day or more often. */
function runsDaily(schedule: string): boolean {
  const [, fields] = /^cron\((.+)\)$/.exec(schedule) ?? [];
  if (fields === undefined)
    return /^rate\(\d+ (?:minutes?|hours?)\)$|^rate\(1 day\)$/.test(schedule);
  const [, , day, month, weekday] = fields.trim().split(/\s+/);
  return [day, month, weekday].every(
    (field) => field === "*" || field === "?" || field === "*/1" || field === "1/1",
  );
}

const planRetention = resourceRule({
  id: "backup-plan-retention",
  theme: "keys-secrets-backup-logs",
  title: "Backup rules keep data long enough",
  severity: "medium",
  sources: ["guard:backup_plan_min_frequency_and_min_retention_check"],
  remediation:
    "Set lifecycle.deleteAfter to 35 or more (coldStorageAfter plus 90 where that is set), with a daily schedule.",
  types: ["aws:backup/plan:Plan"],
  check: ({ props }, { fail, each }) => {
    const rules = props.at("rules").list;
    each(rules, (rule) => {
      const [end, cold] = [
        rule.at("lifecycle", "deleteAfter"),
        rule.at("lifecycle", "coldStorageAfter"),
      ];
      if (end.present && (end.number ?? 0) < 35) fail(end, "be at least 35");
      else if (end.absent) fail(end, "be set to 35 or more");
      if (cold.present && (end.number ?? Infinity) < (cold.number ?? 0) + 90)
        fail(end, "be 90 days after coldStorageAfter");
    });
    // weekly and monthly rules keep some backups for longer, beside the daily one
    const runsOften = (rule: Value) =>
      runsDaily(rule.at("schedule").text ?? "") || rule.at("enableContinuousBackup").flag === true;
    if (!some(rules, runsOften))
      fail(rules[0]?.at("schedule") ?? props.at("rules"), "run once a day or more often");
  },
});

const vaultProtected = stackRule({
  id: "backup-vault-protected",
  theme: "keys-secrets-backup-logs",
  title: "Vaults are encrypted and locked",
  severity: "medium",
  sources: ["CKV_AWS_166"],
  remediation: "Set `kmsKeyArn`, no forceDestroy, and in production a VaultLockConfiguration.",
  check: (graph, { fail, each, guarded }) =>
    each(graph.of("aws:backup/vault:Vault"), (vault) => {
      const [keyArn, force] = [vault.inputs.at("kmsKeyArn"), vault.props.at("forceDestroy")];
      if (keyArn.absent) fail(keyArn, "be set");
      if (force.flag === true) fail(force, "not be true");
      if (!guarded) return;
      const locks = graph.referrers(
        vault,
        ({ props }) => props.at("backupVaultName"),
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
      );
      if (locks.length === 0) fail(vault.props, "come with a VaultLockConfiguration");
    }),
});

const logGroup = ["aws:cloudwatch/logGroup:LogGroup"];

const isAudit = ({ props, name }: Resource): boolean =>
  /\baudit\b|cloudtrail/i.test(
    `${name} ${props.at("name").unknown ? "" : (props.at("name").text ?? "")}`,
  );

const logRetention = resourceRule({
  id: "log-group-retention",
  theme: "keys-secrets-backup-logs",
  title: "Log groups expire",
  severity: "medium",
  sources: [
    "CKV_AWS_66",
    "CKV_AWS_338",
    "guard:cw_loggroup_retention_period_check",
    "NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod",
  ],
  remediation: "Set `retentionInDays`: the setting `logRetentionDays` or more, 365 for audit logs.",
  types: logGroup,
  check: (resource, { fail, settings }) => {
    const days = resource.props.at("retentionInDays");
    const least = isAudit(resource) ? 365 : settings.logRetentionDays;
    if ((days.number ?? 0) === 0) fail(days, "be set: logs are kept for ever otherwise");
    else if ((days.number ?? 0) < least) fail(days, `be at least ${least}`);
  },
  repair: (props, settings) => {
    if (props["retentionInDays"] !== undefined && props["retentionInDays"] !== 0) return false;
    // CloudWatch takes certain numbers only: 30 is one, and so is a year
    props["retentionInDays"] = settings.logRetentionDays <= 30 ? 30 : 365;
    return true;
  },
});

const logKey = resourceRule({
  id: "log-group-kms",
  theme: "keys-secrets-backup-logs",
  title: "Log groups use a key",
  severity: "low",
  sources: ["CKV_AWS_158", "guard:cloudwatch_log_group_encrypted"],
  remediation: "Set `kmsKeyId` to a key whose policy lets logs.<region>.amazonaws.com use it.",
  types: logGroup,
  check: mustBeSet("kmsKeyId"),
});

const volumeEncrypted = resourceRule({
  id: "ebs-volume-encrypted",
  theme: "keys-secrets-backup-logs",
  title: "Standalone volumes are encrypted",
  severity: "high",
  sources: ["CKV_AWS_3", "CKV_AWS_189", "AwsSolutions-EC26", "awsguard:encrypted-volumes"],
  remediation: 'Set `encrypted: true` and `type: "gp3"`. Encryption is fixed at creation.',
  types: ["aws:ebs/volume:Volume"],
  check: ({ props }, { fail }) => {
    const [encrypted, type] = [props.at("encrypted"), props.at("type")];
    if (encrypted.flag !== true) fail(encrypted, "be true");
    if (type.is("gp2", "standard")) fail(type, "be gp3");
  },
  repair: (props) => {
    if (props["encrypted"] === true) return false;
    props["encrypted"] = true;
    return true;
  },
});

const ecrHardening = resourceRule({
  id: "ecr-hardening",
  theme: "keys-secrets-backup-logs",
  title: "Registries scan, pin and encrypt",
  severity: "medium",
  sources: ["CKV_AWS_51", "CKV_AWS_136", "CKV_AWS_163", "CIS-EKS-5.1.1", "AwsSolutions-ECR1"],
  remediation:
    'Set scanOnPush true, imageTagMutability "IMMUTABLE" and encryptionConfigurations of type KMS.',
  types: ["aws:ecr/repository:Repository"],
  check: ({ props }, { fail }) => {
    const scan = props.at("imageScanningConfiguration", "scanOnPush");
    if (scan.flag !== true) fail(scan, "be true");
    const tags = props.at("imageTagMutability");
    if (!tags.is("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")) fail(tags, "be IMMUTABLE");
    const encryption = props.at("encryptionConfigurations");
    if (
      encryption.empty ||
      !every(encryption.list, (entry) => entry.at("encryptionType").is("KMS", "KMS_DSSE"))
    )
      fail(encryption, "use KMS");
  },
});

const requiredTags = resourceRule({
  id: "required-tags",
  theme: "keys-secrets-backup-logs",
  title: "Resources carry ownership tags",
  severity: "low",
  sources: ["EKS-BPG:cost/awareness", "kube-linter:required-label-owner"],
  remediation: "Add the tags, best as `defaultTags` of the provider.",
  types: ["aws:*"],
  check: ({ props, providerProps, type }, { fail, settings }) => {
    if (settings.requiredTags.length === 0 || !isTaggable(type)) return;
    const shared = providerProps.at("defaultTags");
    // a provider's configuration travels as JSON
    const text = shared.unknown ? undefined : shared.text;
    const defaults = text === undefined ? shared : shared.as(JSON.parse(text) as unknown);
    const holders = [props.at("tags"), props.at("tagsAll"), defaults.at("tags")];
    const missing = settings.requiredTags.filter(
      (key) =>
        !some(
          holders,
          (tags) => tags.at(key).present && (tags.at(key).unknown || !tags.at(key).empty),
        ),
    );
    if (missing.length > 0) fail(props.at("tags"), `contain ${missing.join(", ")}`);
  },
  repair: (props, settings, type) => {
    if (!isTaggable(type)) return false;
    const tags = (props["tags"] ?? {}) as Record<string, unknown>;
    const missing = settings.requiredTags.filter(
      (key) => !(key in tags) && settings.tagDefaults[key] !== undefined,
    );
    if (missing.length === 0) return false;
    const added = missing.map((key) => [key, settings.tagDefaults[key]]);
    props["tags"] = { ...tags, ...Object.fromEntries(added) };
    return true;
  },
});

/** Backups, logs, images and tags: what remains of a thing. */
export const records: readonly Rule[] = [
  planExists,
  planRetention,
  vaultProtected,
  logRetention,
  logKey,
  volumeEncrypted,
  ecrHardening,
  requiredTags,
];
