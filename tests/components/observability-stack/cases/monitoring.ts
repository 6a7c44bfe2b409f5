import { pair } from "./case.ts";

const up = (pod: string) => `up{namespace="zipbob",job="edge",pod="${pod}"}`;
const rules = `prometheus_rule_evaluation_failures_total{pod="prometheus-0",rule_group="routes"}`;
const sent = `alertmanager_notifications_failed_total{integration="slack",reason="clientError",receiver_name="critical"}`;
const lost = `fluentbit_output_retries_failed_total{pod="fluent-bit-1",name="es.0"}`;
const spans = `otelcol_exporter_send_failed_spans_total{pod="collector-1",exporter="otlp/tempo"}`;

/** The monitoring of the monitoring. */
export const monitoringCases = [
  {
    alert: "DeadMansSwitch",
    source: "prometheus",
    title: "fires without a single series",
    series: {},
    minute: 1,
    messages: [
      {
        labels: {},
        summary: "Prometheus evaluates its rules, and Alertmanager sends messages",
      },
    ],
  },
  ...pair(
    "TargetDown",
    "prometheus",
    {
      title: "one of two pods gives no metrics",
      series: { [up("a")]: "0x30", [up("b")]: "1x30" },
      minute: 20,
      labels: { namespace: "zipbob", job: "edge" },
      summary: "50% of the targets of edge in zipbob give no metrics",
    },
    {
      title: "both pods give metrics",
      series: { [up("a")]: "1x30", [up("b")]: "1x30" },
      minute: 20,
    },
  ),
  ...pair(
    "RuleFails",
    "prometheus",
    {
      title: "a group fails for twenty minutes",
      series: { [rules]: "0+1x30" },
      minute: 25,
      labels: { pod: "prometheus-0", rule_group: "routes" },
      summary: "prometheus-0 cannot evaluate the rules of routes",
    },
    { title: "a group failed once", series: { [rules]: "0x5 1x25" }, minute: 25 },
  ),
  ...pair(
    "AlertsNotDelivered",
    "alertmanager",
    {
      title: "Slack refuses the messages",
      series: { [sent]: "0+1x40" },
      minute: 30,
      labels: { integration: "slack", reason: "clientError" },
      summary: "Alerts are lost on their way to slack (clientError)",
    },
    { title: "Slack takes the messages", series: { [sent]: "0x40" }, minute: 30 },
  ),
  ...pair(
    "LogsLost",
    "fluent-bit",
    {
      title: "Z21: Elasticsearch refuses records",
      series: { [lost]: "0+10x30" },
      minute: 25,
      labels: { pod: "fluent-bit-1", name: "es.0" },
      summary: "fluent-bit-1 gave up 150 records: Elasticsearch refused them",
    },
    { title: "all records arrive", series: { [lost]: "0x30" }, minute: 25 },
  ),
  ...pair(
    "TracesLost",
    "opentelemetry-collector",
    {
      title: "Z1: Tempo is away",
      series: { [spans]: "0+60x40" },
      minute: 30,
      labels: { pod: "collector-1", exporter: "otlp/tempo" },
      summary: "collector-1 cannot send spans to otlp/tempo",
    },
    { title: "Tempo takes all spans", series: { [spans]: "0x40" }, minute: 30 },
  ),
];
