import { aws, type Cases, production, secret, three, unknown } from "../support/case.ts";

const key = (props: object) => aws("kms", "Key", "key", { ...props });
const policy = (statement: object) => key({ policy: { Statement: statement } });
const store = (props: object = {}) => aws("secretsmanager", "Secret", "secret", { ...props });
const rotation = (rules: object) =>
  aws(
    "secretsmanager",
    "SecretRotation",
    "rotation",
    { secretId: unknown, rotationRules: rules },
    { uses: { secretId: ["secret"] } },
  );
const version = (secretString: unknown) =>
  aws("secretsmanager", "SecretVersion", "value", { secretString });
const bucket = (tags: object) => aws("s3", "Bucket", "data", { tags });
const plan = (rule: object) => aws("backup", "Plan", "plan", { rules: [rule] });
const daily = { schedule: "cron(0 3 * * ? *)", lifecycle: { deleteAfter: 35 } };
const selection = (props: object) => aws("backup", "Selection", "selection", { ...props });
const vault = (props: object) => aws("backup", "Vault", "vault", { name: "vault", ...props });
const lock = aws("backup", "VaultLockConfiguration", "lock", { backupVaultName: "vault" });
const logs = (props: object, name = "logs") => aws("cloudwatch", "LogGroup", name, { ...props });
const volume = (props: object) => aws("ebs", "Volume", "disk", { ...props });
const registry = (props: object) =>
  aws("ecr", "Repository", "images", {
    imageScanningConfiguration: { scanOnPush: true },
    ...props,
  });
const kms = { encryptionConfigurations: [{ encryptionType: "KMS" }] };

export const keyCases: Cases = {
  "kms-rotation": three({
    passes: key({ enableKeyRotation: true }),
    fails: key({}),
    violates: ["key enableKeyRotation"],
    edge: key({ customerMasterKeySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }),
    why: "AWS rotates no asymmetric key",
  }),
  "kms-no-wildcard-principal": three({
    passes: policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
    fails: policy([{ Effect: "Allow", Principal: { AWS: ["*"] } }]),
    violates: ["key policy.Statement[0].Principal"],
    edge: policy({
      Effect: "Allow",
      Principal: "*",
      Condition: { StringEquals: { "kms:CallerAccount": "1" } },
    }),
    why: "everyone of one account",
  }),
  "kms-deletion-window": three({
    passes: key({}),
    fails: key({ deletionWindowInDays: 7, isEnabled: false }),
    violates: ["key deletionWindowInDays", "key isEnabled"],
    edge: key({ deletionWindowInDays: 14 }),
    why: "just enough",
  }),
  "secret-customer-key": three({
    passes: store({ kmsKeyId: "arn" }),
    fails: store(),
    violates: ["secret kmsKeyId"],
    edge: store({ kmsKeyId: unknown }),
    why: "made in the same run",
  }),
  "secret-rotation": three({
    passes: [store(), rotation({ automaticallyAfterDays: 30 })],
    fails: [store(), rotation({ automaticallyAfterDays: 365 })],
    violates: ["rotation rotationRules.automaticallyAfterDays"],
    edge: store({ tags: { rotation: "none" } }),
    why: "what cannot rotate says so",
  }),
  "secret-recovery-window": three({
    settings: production,
    passes: store(),
    fails: store({ recoveryWindowInDays: 0 }),
    violates: ["secret recoveryWindowInDays"],
    edge: store({ recoveryWindowInDays: 7 }),
    why: "the least that AWS allows",
  }),
  "secret-value-not-literal": three({
    passes: version(secret("x")),
    fails: version("hunter2"),
    violates: ["value secretString"],
    edge: version(unknown),
    why: "made in the same run",
  }),
  "backup-plan-exists": three({
    passes: [
      bucket({ backup: "daily" }),
      plan(daily),
      selection({ selectionTags: [{ key: "backup", value: "daily" }] }),
    ],
    fails: bucket({ backup: "daily" }),
    violates: ["data tags"],
    edge: [
      bucket({ backup: "weekly" }),
      plan(daily),
      selection({ selectionTags: [{ key: "backup", value: "daily" }] }),
    ],
    why: "a plan that selects others",
    finds: ["data tags"],
  }),
  "backup-plan-retention": three({
    passes: plan(daily),
    fails: plan({ schedule: "cron(0 3 ? * SUN *)", lifecycle: { deleteAfter: 7 } }),
    violates: ["plan rules[0].lifecycle.deleteAfter", "plan rules[0].schedule"],
    edge: plan({ ...daily, lifecycle: { coldStorageAfter: 30, deleteAfter: 100 } }),
    why: "cold storage is for 90 days at least",
    finds: ["plan rules[0].lifecycle.deleteAfter"],
  }),
  "backup-vault-protected": three({
    settings: production,
    passes: [vault({ kmsKeyArn: "arn" }), lock],
    fails: [vault({ forceDestroy: true }), lock],
    violates: ["vault kmsKeyArn", "vault forceDestroy"],
    edge: vault({ kmsKeyArn: unknown }),
    why: "production wants a lock",
    finds: ["vault"],
  }),
  "log-group-retention": three({
    passes: logs({ retentionInDays: 30 }),
    fails: logs({}),
    violates: ["logs retentionInDays"],
    edge: logs({ retentionInDays: 90 }, "audit"),
    why: "audit logs are kept for a year",
    finds: ["audit retentionInDays"],
  }),
  "log-group-kms": three({
    passes: logs({ kmsKeyId: "arn" }),
    fails: logs({}),
    violates: ["logs kmsKeyId"],
    edge: logs({ kmsKeyId: unknown }),
    why: "made in the same run",
  }),
  "ebs-volume-encrypted": three({
    passes: volume({ encrypted: true, type: "gp3" }),
    fails: volume({ type: "gp2" }),
    violates: ["disk encrypted", "disk type"],
    edge: volume({ encrypted: true }),
    why: "a type that the program does not state is no fault of encryption",
  }),
  "ecr-hardening": three({
    passes: registry({ imageTagMutability: "IMMUTABLE", ...kms }),
    fails: registry({}),
    violates: ["images imageTagMutability", "images encryptionConfigurations"],
    edge: registry({
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    }),
    why: "AES256 is not KMS",
    finds: ["images encryptionConfigurations"],
  }),
  "required-tags": three({
    settings: { requiredTags: ["Owner"] },
    passes: [
      aws("ec2", "Vpc", "vpc", { tags: { Owner: "shop" } }),
      aws("ec2", "Route", "route", {}),
    ],
    fails: aws("ec2", "Vpc", "vpc", { tags: { Name: "vpc" } }),
    violates: ["vpc tags"],
    edge: aws(
      "ec2",
      "Vpc",
      "vpc",
      {},
      {
        provider: {
          name: "aws",
          props: { defaultTags: JSON.stringify({ tags: { Owner: "shop" } }) },
        },
      },
    ),
    why: "the provider adds it",
  }),
};
