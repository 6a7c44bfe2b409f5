import { inProduction, isLiteral } from "../checks.ts";
import { isNarrowed, namesEveryone, statementsOf } from "../aws/policies.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";

const key = ["aws:kms/key:Key"];

const rotation = resourceRule({
  id: "kms-rotation",
  theme: "keys-secrets-backup-logs",
  title: "Symmetric keys rotate",
  severity: "medium",
  sources: [
    "CKV_AWS_7",
    "AwsSolutions-KMS5",
    "awsguard:cmk-backing-key-rotation-enabled",
    "guard:cmk_backing_key_rotation_enabled",
  ],
  remediation: "Set `enableKeyRotation: true`.",
  types: key,
  check: ({ props }, { fail }) => {
    const spec = props.at("customerMasterKeySpec");
    if (
      !props.at("keyUsage").is(undefined, "ENCRYPT_DECRYPT") ||
      !spec.is(undefined, "SYMMETRIC_DEFAULT")
    )
      return;
    const on = props.at("enableKeyRotation");
    if (on.flag !== true) fail(on, "be true");
  },
  repair: (props) => {
    if (
      props["enableKeyRotation"] === true ||
      props["keyUsage"] !== undefined ||
      props["customerMasterKeySpec"] !== undefined
    )
      return false;
    props["enableKeyRotation"] = true;
    return true;
  },
});

const narrowing =
  /^(?:kms:CallerAccount|kms:ViaService|aws:PrincipalOrgID|aws:PrincipalAccount|aws:PrincipalArn)$/i;

const noWildcardPrincipal = resourceRule({
  id: "kms-no-wildcard-principal",
  theme: "keys-secrets-backup-logs",
  title: "Key policies do not trust everyone",
  severity: "critical",
  sources: ["CKV_AWS_33", "guard:kms_no_wildcard_principal"],
  remediation:
    "Name the account or the role, or condition on kms:CallerAccount, kms:ViaService or aws:PrincipalOrgID.",
  types: [...key, "aws:kms/keyPolicy:KeyPolicy"],
  check: ({ props }, { fail, each }) =>
    each(statementsOf(props.at("policy")), (statement) => {
      const { allows, principals, notPrincipals } = statement;
      if (allows && namesEveryone(statement) && !isNarrowed(statement, narrowing))
        fail(notPrincipals.present ? notPrincipals : principals, "name who may use the key");
    }),
});

const deletionWindow = resourceRule({
  id: "kms-deletion-window",
  theme: "keys-secrets-backup-logs",
  title: "Key deletion leaves time to react",
  severity: "medium",
  sources: ["CKV_AWS_227", "guard:kms_cmk_not_scheduled_for_deletion"],
  remediation: "Set `deletionWindowInDays` to 14 or more, or leave it out: 30 is the default.",
  types: key,
  check: ({ props }, { fail }) => {
    const [days, enabled] = [props.at("deletionWindowInDays"), props.at("isEnabled")];
    if ((days.number ?? 30) < 14) fail(days, "be at least 14");
    if (enabled.flag === false) fail(enabled, "not be false");
  },
});

const secret = "aws:secretsmanager/secret:Secret";

const secretKey = resourceRule({
  id: "secret-customer-key",
  theme: "keys-secrets-backup-logs",
  title: "Secrets use a customer key",
  severity: "low",
  sources: ["CKV_AWS_149", "guard:secretsmanager_using_cmk"],
  remediation: "Set `kmsKeyId` to a key of your own.",
  types: [secret],
  check: ({ props }, { fail }) => {
    const id = props.at("kmsKeyId");
    if (id.absent || (!id.unknown && /alias\/aws\/secretsmanager$/.test(id.text ?? "")))
      fail(id, "be a key of your own");
  },
});

const secretRotation = stackRule({
  id: "secret-rotation",
  theme: "keys-secrets-backup-logs",
  title: "Database secrets rotate",
  severity: "medium",
  sources: [
    "CKV2_AWS_57",
    "CKV_AWS_304",
    "AwsSolutions-SMG4",
    "guard:secretsmanager_rotation_enabled_check",
  ],
  remediation:
    "Create a SecretRotation with automaticallyAfterDays 90 or less, or tag the Secret rotation=none with the reason.",
  check: (graph, { fail, each }) =>
    each(graph.of(secret), (store) => {
      if (store.props.at("tags", "rotation").is("none")) return;
      const rotations = graph.referrers(
        store,
        ({ props }) => props.at("secretId"),
        "aws:secretsmanager/secretRotation:SecretRotation",
      );
      if (rotations.length === 0) fail(store.props, "come with a SecretRotation");
      each(rotations, ({ props }) => {
        const days = props.at("rotationRules", "automaticallyAfterDays");
        // a schedule takes the place of days
        if (days.absent && props.at("rotationRules", "scheduleExpression").present) return;
        if ((days.number ?? Infinity) > 90) fail(days, "be at most 90");
      });
    }),
});

const recoveryWindow = resourceRule({
  id: "secret-recovery-window",
  theme: "keys-secrets-backup-logs",
  title: "Deleted secrets can be recovered",
  severity: "medium",
  sources: ["own:secret-recovery"],
  remediation: "Leave `recoveryWindowInDays` out, or set 7 to 30.",
  types: [secret],
  check: inProduction(({ props }, { fail }) => {
    const days = props.at("recoveryWindowInDays");
    if (days.is(0)) fail(days, "not be 0 in production");
  }),
});

const valueNotLiteral = resourceRule({
  id: "secret-value-not-literal",
  theme: "keys-secrets-backup-logs",
  title: "Secret values are not plain literals",
  severity: "critical",
  sources: ["own:secret-literal", "CKV_AWS_46"],
  remediation:
    "Pass a Pulumi secret (config.requireSecret, random.RandomPassword), or secretStringWo.",
  types: ["aws:secretsmanager/secretVersion:SecretVersion"],
  check: ({ props }, { fail, each }) =>
    each(["secretString", "secretBinary"], (name) => {
      const value = props.at(name);
      if (isLiteral(value)) fail(value.as("plain text"), "be a secret");
    }),
});

export const keys: readonly Rule[] = [
  rotation,
  noWildcardPrincipal,
  deletionWindow,
  secretKey,
  secretRotation,
  recoveryWindow,
  valueNotLiteral,
];
