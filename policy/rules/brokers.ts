import { inProduction, isLiteral, mustBeTrue, mustNotBeTrue } from "../checks.ts";
import { matchesAny } from "../glob.ts";
import { resourceRule, type Rule } from "../rule.ts";

const broker = ["aws:mq/broker:Broker"];

const mqNotPublic = resourceRule({
  id: "mq-not-public",
  theme: "mq",
  title: "Brokers are not public",
  severity: "critical",
  sources: ["CKV_AWS_69"],
  remediation: "Remove `publiclyAccessible`. It is fixed at creation.",
  types: broker,
  check: mustNotBeTrue("publiclyAccessible"),
});

const mqPassword = resourceRule({
  id: "mq-no-plaintext-password",
  theme: "mq",
  title: "Broker users have secret passwords",
  severity: "critical",
  sources: ["guard:amazon_mq_broker_users_no_plaintext_password"],
  remediation: "Pass a Pulumi secret, made by random.RandomPassword.",
  types: broker,
  check: ({ props }, { fail, each }) =>
    each(props.at("users").list, (user) => {
      const password = user.at("password");
      if (isLiteral(password)) fail(password.as("plain text"), "be a secret");
    }),
});

const isRabbit = (engine: string | undefined): boolean => /^rabbitmq$/i.test(engine ?? "");

const mqLogs = resourceRule({
  id: "mq-logs",
  theme: "mq",
  title: "Broker logs are on",
  severity: "medium",
  sources: ["CKV_AWS_48", "CKV_AWS_197"],
  remediation: "Set `logs: { general: true }`; audit belongs to ActiveMQ alone.",
  types: broker,
  check: (resource, trial) => {
    const audit = resource.props.at("logs", "audit");
    mustBeTrue("logs", "general")(resource, trial);
    const rabbit = isRabbit(resource.props.at("engineType").text);
    if (!rabbit && audit.flag !== true) trial.fail(audit, "be true");
    if (rabbit && audit.flag === true) trial.fail(audit, "be absent: RabbitMQ has no audit log");
  },
});

const mqHa = resourceRule({
  id: "mq-ha-in-production",
  theme: "mq",
  title: "Production brokers are clustered",
  severity: "high",
  sources: ["own:mq-ha"],
  remediation:
    "Set deploymentMode CLUSTER_MULTI_AZ (RabbitMQ) or ACTIVE_STANDBY_MULTI_AZ (ActiveMQ). It is fixed at creation.",
  types: broker,
  check: inProduction(({ props }, { fail }) => {
    const mode = props.at("deploymentMode");
    const wanted = isRabbit(props.at("engineType").text)
      ? "CLUSTER_MULTI_AZ"
      : "ACTIVE_STANDBY_MULTI_AZ";
    if (!mode.is(wanted)) fail(mode, `be ${wanted}`);
  }),
});

const mqVersion = resourceRule({
  id: "mq-version-and-size",
  theme: "mq",
  title: "Broker engine and size are supported",
  severity: "medium",
  sources: ["CKV_AWS_207", "CKV_AWS_208"],
  remediation:
    "Use a version of the setting `rabbitMqVersions`, autoMinorVersionUpgrade true, and an m5 or m7g instance.",
  types: broker,
  check: (resource, trial) => {
    const { props } = resource;
    if (!isRabbit(props.at("engineType").text)) return;
    const [version, size] = [props.at("engineVersion"), props.at("hostInstanceType")];
    if (!matchesAny(trial.settings.rabbitMqVersions, version.text ?? ""))
      trial.fail(version, `be one of ${trial.settings.rabbitMqVersions.join(", ")}`);
    mustBeTrue("autoMinorVersionUpgrade")(resource, trial);
    if (/^mq\.t[23]/.test(size.text ?? "")) trial.fail(size, "be another class than t2 or t3");
  },
});

const mqKey = resourceRule({
  id: "mq-customer-key",
  theme: "mq",
  title: "Brokers use a customer key",
  severity: "low",
  sources: ["CKV_AWS_209", "guard:amazon_mq_broker_encryption_options_rule"],
  remediation: "Set `encryptionOptions: { useAwsOwnedKey: false, kmsKeyId }`.",
  types: broker,
  check: inProduction(({ props }, { fail }) => {
    // Amazon MQ for RabbitMQ takes AWS's own key only: provider documentation of encryptionOptions
    if (isRabbit(props.at("engineType").text)) return;
    const options = props.at("encryptionOptions");
    if (options.at("useAwsOwnedKey").flag !== false) fail(options.at("useAwsOwnedKey"), "be false");
    else if (options.at("kmsKeyId").absent) fail(options.at("kmsKeyId"), "be set");
  }),
});

export const brokers: readonly Rule[] = [mqNotPublic, mqPassword, mqLogs, mqHa, mqVersion, mqKey];
