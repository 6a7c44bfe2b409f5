/** Ways of Alertmanager's messages to people. */
export interface Channels {
  /** `channel-per-severity` has a webhook for each severity: Slack binds a webhook to its channel. */
  readonly slack: "none" | "one-channel" | "channel-per-severity";
  /** Topic whose subscribers get e-mails. @default none */
  readonly topic?: { readonly arn: string; readonly region: string } | undefined;
  /** Whether a service outside tells when the heartbeat stops. */
  readonly deadMansSwitch: boolean;
}

/** Name of the Secret with the webhooks, and folder where the operator mounts it. */
export const webhooks = "alertmanager-webhooks";
const mounted = `/etc/alertmanager/secrets/${webhooks}`;

type Level = "critical" | "warning";

/** Key of the Secret, and name of the secret in the configuration: `alarms:slack-webhook`. */
export const webhookKeys = {
  slack: (slack: Channels["slack"], level: Level) =>
    slack === "channel-per-severity" ? `slack-webhook-${level}` : "slack-webhook",
  deadMansSwitch: "dead-mans-switch-url",
} as const;

/** Names of the secrets that the channels need. */
export function webhookNames({ slack, deadMansSwitch }: Channels): readonly string[] {
  const levels = ["critical", "warning"] as const;
  const ofSlack = slack === "none" ? [] : levels.map((level) => webhookKeys.slack(slack, level));
  return [...new Set([...ofSlack, ...(deadMansSwitch ? [webhookKeys.deadMansSwitch] : [])])];
}

const title = `{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ else }}RESOLVED{{ end }} {{ .CommonLabels.alertname }}{{ with .CommonLabels.namespace }} in {{ . }}{{ end }}`;
/** The reason first, then where to look. */
const slackText = `{{ range .Alerts }}{{ .Annotations.summary }}
<{{ .Annotations.runbook_url }}|Runbook>{{ with .Annotations.dashboard_url }} · <{{ . }}|Dashboard>{{ end }}
{{ end }}`;
const mailText = `{{ range .Alerts }}{{ .Annotations.summary }}
Runbook: {{ .Annotations.runbook_url }}{{ with .Annotations.dashboard_url }}
Dashboard: {{ . }}{{ end }}

{{ end }}`;

/** The texts of a message, for tests. */
export const messageTexts = { title, slack: slackText, mail: mailText } as const;

function receiver(level: Level, { slack, topic }: Channels) {
  const file = `${mounted}/${webhookKeys.slack(slack, level)}`;
  const ofSlack = {
    api_url_file: file,
    send_resolved: true,
    color: `{{ if eq .Status "firing" }}${level === "critical" ? "danger" : "warning"}{{ else }}good{{ end }}`,
    title,
    text: slackText,
  };
  const mails = level === "critical" || slack === "none";
  return {
    name: level,
    ...(slack === "none" ? {} : { slack_configs: [ofSlack] }),
    ...(topic && mails
      ? {
          sns_configs: [
            {
              topic_arn: topic.arn,
              sigv4: { region: topic.region },
              subject: title,
              message: mailText,
              send_resolved: true,
            },
          ],
        }
      : {}),
  };
}

/** A cause is told, its consequences are not. */
const inhibitions = [
  { cause: "RouteFails", consequences: "RouteObjectiveMissed", equal: ["namespace", "route"] },
  {
    cause: "ServiceFails",
    consequences: "ServiceObjectiveMissed|ServiceSlow",
    equal: ["namespace", "service_name"],
  },
  {
    cause: "VolumeFull",
    consequences: "VolumeFills",
    equal: ["namespace", "persistentvolumeclaim"],
  },
  { cause: "NodesNotReady", consequences: "NodeNotReady|PodPending|TargetDown", equal: [] },
  { cause: "NodePoolAtLimit", consequences: "PodPending", equal: [] },
  { cause: "LoadBalancerWithoutAddress", consequences: "RouteFails", equal: [] },
  {
    cause: "StoreDown",
    consequences: "ReplicationLags|CacheMisses|QueueGrows|TargetDown",
    equal: ["namespace"],
  },
  { cause: "VaultSealed", consequences: "TargetDown", equal: ["namespace"] },
  { cause: "BackupFailed", consequences: "JobFailed|BackupMissing", equal: ["namespace"] },
] as const;

/**
 * Alertmanager's configuration. It contains no secret: webhooks are files.
 * @param channels ways to people; an alert without one is visible in Grafana alone
 */
export function alertmanagerConfig(channels: Channels) {
  const { deadMansSwitch } = channels;
  const beat = {
    name: "heartbeat",
    ...(deadMansSwitch
      ? {
          webhook_configs: [
            { url_file: `${mounted}/${webhookKeys.deadMansSwitch}`, send_resolved: false },
          ],
        }
      : {}),
  };
  return {
    global: { resolve_timeout: "5m" },
    route: {
      receiver: "warning",
      group_by: ["alertname", "namespace"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "1d",
      routes: [
        {
          matchers: ['severity="heartbeat"'],
          receiver: "heartbeat",
          group_wait: "0s",
          group_interval: "1m",
          // shorter than the patience of the service that listens
          repeat_interval: "1m",
        },
        { matchers: ['severity="critical"'], receiver: "critical", repeat_interval: "4h" },
      ],
    },
    inhibit_rules: inhibitions.map(({ cause, consequences, equal }) => ({
      source_matchers: [`alertname="${cause}"`],
      target_matchers: [`alertname=~"${consequences}"`],
      equal: [...equal],
    })),
    receivers: [receiver("critical", channels), receiver("warning", channels), beat],
  };
}

/** Names in the inhibitions, for a test that they exist. */
export const inhibited: readonly string[] = inhibitions.flatMap(({ cause, consequences }) => [
  cause,
  ...consequences.split("|"),
]);
