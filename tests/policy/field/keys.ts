import { type FieldPlan, of, ref } from "./declare.ts";

const anyone = (more: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*", ...more },
    ],
  });
const retained = (deleteAfter: number, more: object = {}) => ({
  ruleName: "daily",
  targetVaultName: "vault",
  schedule: "cron(0 5 * * ? *)",
  lifecycle: { deleteAfter, ...more },
});
const tagged = (value: string) => [{ type: "STRINGEQUALS", key: "backup", value }];

/** Violating plans of keys, secrets, backups, logs and registries. */
export const keyPlans: readonly FieldPlan[] = [
  {
    why: "keys for everyone: on the key, and in a policy of its own",
    resources: [
      of("aws:kms/key:Key", "shared", {
        deletionWindowInDays: 7,
        policy: anyone(),
      }),
      of("aws:kms/key:Key", "conditioned", {
        enableKeyRotation: true,
        policy: anyone({ Condition: { StringLike: { "kms:EncryptionContext:app": "*" } } }),
      }),
      of("aws:kms/keyPolicy:KeyPolicy", "separate", {
        keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
        policy: anyone({ Principal: "*", Action: "kms:Decrypt" }),
      }),
    ],
    means: [
      "kms-no-wildcard-principal shared",
      "kms-no-wildcard-principal conditioned",
      "kms-no-wildcard-principal separate",
      "kms-rotation shared",
      "kms-deletion-window shared",
    ],
  },
  {
    why: "a production secret in the program's text, gone for good when it is deleted",
    stack: "prod",
    resources: [
      of("aws:secretsmanager/secret:Secret", "db", {
        recoveryWindowInDays: 0,
        kmsKeyId: "alias/aws/secretsmanager",
      }),
      of("aws:secretsmanager/secretVersion:SecretVersion", "db-value", {
        secretId: ref("db"),
        secretString: JSON.stringify({ username: "app", password: "hunter2-hunter2" }),
      }),
    ],
    means: [
      "secret-value-not-literal db-value",
      "secret-recovery-window db",
      "secret-customer-key db",
      "secret-rotation db",
    ],
  },
  {
    why: "a secret that rotates once a year",
    resources: [
      of("aws:secretsmanager/secret:Secret", "db", { kmsKeyId: "alias/app" }),
      of("aws:secretsmanager/secretRotation:SecretRotation", "db-rotation", {
        secretId: ref("db"),
        rotationLambdaArn: "arn:aws:lambda:ap-northeast-2:123456789012:function:rotate",
        rotationRules: { automaticallyAfterDays: 365 },
      }),
    ],
    means: ["secret-rotation db|db-rotation"],
  },
  {
    why: "stores that are tagged for a backup that is not there",
    stack: "prod",
    resources: [
      of("aws:efs/fileSystem:FileSystem", "files", { encrypted: true, tags: { backup: "daily" } }),
      of("aws:rds/cluster:Cluster", "pg", {
        engine: "aurora-postgresql",
        storageEncrypted: true,
        manageMasterUserPassword: true,
        tags: { backup: "daily" },
      }),
    ],
    means: ["backup-plan-exists pg"],
  },
  {
    why: "a backup that selects another tag, forgets in a week, once a month, in a vault that may go",
    stack: "prod",
    resources: [
      of("aws:ebs/volume:Volume", "data", {
        availabilityZone: "ap-northeast-2a",
        size: 100,
        type: "gp2",
        tags: { backup: "daily" },
      }),
      of("aws:backup/vault:Vault", "vault", { name: "vault", forceDestroy: true }),
      of("aws:backup/plan:Plan", "plan", {
        rules: [
          retained(7),
          retained(60, { coldStorageAfter: 30 }),
          { ...retained(90), schedule: "cron(0 5 1 * ? *)" },
        ],
      }),
      of("aws:backup/selection:Selection", "selection", {
        planId: ref("plan"),
        iamRoleArn: "arn:aws:iam::123456789012:role/backup",
        selectionTags: tagged("weekly"),
      }),
    ],
    means: [
      "backup-plan-exists data|selection",
      "backup-plan-retention plan",
      "backup-vault-protected vault",
      "ebs-volume-encrypted data",
    ],
  },
  {
    why: "logs for ever, for nought days, for a week; images that may change",
    resources: [
      of("aws:cloudwatch/logGroup:LogGroup", "ever", { name: "/app/ever" }),
      of("aws:cloudwatch/logGroup:LogGroup", "nought", { retentionInDays: 0, kmsKeyId: "k" }),
      of("aws:cloudwatch/logGroup:LogGroup", "week", { retentionInDays: 7, kmsKeyId: "k" }),
      of("aws:ecr/repository:Repository", "api", { name: "api", imageTagMutability: "MUTABLE" }),
    ],
    means: [
      "log-group-retention ever",
      "log-group-kms ever",
      "log-group-retention nought",
      "log-group-retention week",
      "ecr-hardening api",
    ],
  },
  {
    why: "a resource whose own tags and whose provider's leave the owner out",
    settings: { requiredTags: ["Owner", "Environment"] },
    resources: [
      of(
        "aws:sqs/queue:Queue",
        "jobs",
        { tags: { environment: "dev" } },
        { provider: { name: "aws", props: { defaultTags: { tags: { Environment: "dev" } } } } },
      ),
      of("aws:lambda/function:Function", "worker", {
        role: "arn:aws:iam::123456789012:role/worker",
        runtime: "nodejs22.x",
        handler: "index.handler",
        tags: { Environment: "dev", owner: "team-a" },
      }),
    ],
    means: ["required-tags jobs", "required-tags worker"],
  },
];
