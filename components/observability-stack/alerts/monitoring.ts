import type { Rules } from "./alert.ts";

/** The monitoring itself: what it does not see, and what it cannot tell. */
export const monitoringRules: Rules = {
  name: "monitoring",
  alerts: [
    {
      alert: "DeadMansSwitch",
      severity: "heartbeat",
      from: [],
      expr: "vector(1)",
      summary: "Prometheus evaluates its rules, and Alertmanager sends messages",
      dashboard: "platform",
    },
    {
      alert: "TargetDown",
      severity: "warning",
      from: ["prometheus"],
      expr: `count by (namespace, job) (up == 0) / count by (namespace, job) (up) > 0.1`,
      for: "15m",
      summary:
        "{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} in {{ $labels.namespace }} give no metrics",
      dashboard: "platform",
    },
    {
      alert: "RuleFails",
      severity: "warning",
      from: ["prometheus"],
      expr: `sum by (pod, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0`,
      for: "15m",
      summary: "{{ $labels.pod }} cannot evaluate the rules of {{ $labels.rule_group }}",
      dashboard: "platform",
    },
    {
      alert: "AlertsNotDelivered",
      severity: "critical",
      from: ["alertmanager", "prometheus"],
      expr: [
        `sum by (integration, reason) (rate(alertmanager_notifications_failed_total[10m])) > 0`,
        `sum by (pod) (rate(prometheus_notifications_dropped_total[10m])) > 0`,
        `max by (pod) (prometheus_notifications_alertmanagers_discovered) < 1`,
      ].join(" or "),
      for: "10m",
      summary:
        "Alerts are lost{{ with $labels.integration }} on their way to {{ . }}{{ end }}{{ with $labels.reason }} ({{ . }}){{ end }}",
      dashboard: "platform",
    },
    {
      alert: "LogsLost",
      severity: "warning",
      from: ["fluent-bit"],
      expr: `sum by (pod, name) (increase(fluentbit_output_dropped_records_total[15m])) > 0 or sum by (pod, name) (increase(fluentbit_output_retries_failed_total[15m])) > 0`,
      for: "5m",
      summary:
        "{{ $labels.pod }} gave up {{ $value | humanize }} records: Elasticsearch refused them",
      dashboard: "platform",
    },
    {
      alert: "TracesLost",
      severity: "warning",
      from: ["opentelemetry-collector"],
      expr: `sum by (pod, exporter) (rate(otelcol_exporter_send_failed_spans_total[10m])) > 0`,
      for: "15m",
      summary: "{{ $labels.pod }} cannot send spans to {{ $labels.exporter }}",
      dashboard: "platform",
    },
  ],
};
