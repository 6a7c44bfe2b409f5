import type { Exporter, Objectives, Recording, Rules } from "./alert.ts";

/** Windows of the burn rates (https://sre.google/workbook/alerting-on-slos/, "Multiwindow, Multi-Burn-Rate Alerts"). */
const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;
type Window = (typeof windows)[number];

/** A burn of 14.4 uses 2 % of a month's errors in an hour; 6 uses 5 % in six hours; 1 uses 10 % in three days. */
const fast = [
  { long: "1h", short: "5m", burn: 14.4 },
  { long: "6h", short: "30m", burn: 6 },
] as const;
const slow = [
  { long: "1d", short: "2h", burn: 3 },
  { long: "3d", short: "6h", burn: 1 },
] as const;

/** The long window says that it matters; the short one that it has not ended. */
function burns(record: string, allowed: number, pairs: typeof fast | typeof slow): string {
  return pairs
    .map(({ long, short, burn }) => {
      const limit = Number((burn * allowed).toPrecision(6));
      return `(${record}${long} > ${limit} and ${record}${short} > ${limit})`;
    })
    .join(" or ");
}

function perWindow(
  record: string,
  from: readonly Exporter[],
  expr: (window: Window) => string,
): readonly Recording[] {
  return windows.map((window) => ({ record: `${record}${window}`, from, expr: expr(window) }));
}

const probed = "hanok:route_failures:ratio_rate";
const ofRoute = "namespace, route, service";

/** Public routes, as a client outside sees them: the share of failed probes. */
export const routeRules = ({ routeFailures }: Objectives): Rules => ({
  name: "routes",
  recordings: perWindow(
    probed,
    ["blackbox-exporter"],
    (window) =>
      `1 - avg by (${ofRoute}) (avg_over_time(probe_success{job="hanok-routes"}[${window}]))`,
  ),
  alerts: [
    {
      alert: "RouteFails",
      severity: "critical",
      from: ["blackbox-exporter"],
      expr: burns(probed, routeFailures, fast),
      for: "1m",
      summary:
        "{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} fail ({{ $labels.service }} in {{ $labels.namespace }})",
      dashboard: "system",
    },
    {
      alert: "RouteObjectiveMissed",
      severity: "warning",
      from: ["blackbox-exporter"],
      expr: burns(probed, routeFailures, slow),
      for: "1h",
      summary:
        "{{ $labels.route }} of {{ $labels.namespace }} misses its objective: {{ $value | humanizePercentage }} of the requests failed",
      dashboard: "system",
    },
  ],
});

const failed = "hanok:service_errors:ratio_rate";
const ofService = "namespace, service_name";
// work that somebody waits for: requests, and messages that are consumed
const served = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';
const calls = "traces_span_metrics_calls_total";
const rate = (metric: string, selector: string, window: string) =>
  `sum by (${ofService}) (rate(${metric}{${selector}}[${window}]))`;

/** Each service, from the spans of its requests and messages. */
export const serviceRules = ({ serviceErrors, serviceSeconds }: Objectives): Rules => ({
  name: "services",
  recordings: [
    ...perWindow(
      failed,
      ["opentelemetry-collector"],
      (window) =>
        `${rate(calls, `${served},status_code="STATUS_CODE_ERROR"`, window)} / ${rate(calls, served, window)}`,
    ),
    {
      record: "hanok:service_requests:rate1h",
      from: ["opentelemetry-collector"],
      expr: rate(calls, served, "1h"),
    },
  ],
  alerts: [
    {
      alert: "ServiceFails",
      severity: "critical",
      from: ["opentelemetry-collector"],
      // one failed request of the night is no incident
      expr: `(${burns(failed, serviceErrors, fast)}) and hanok:service_requests:rate1h > 0.01`,
      for: "2m",
      summary:
        "{{ $value | humanizePercentage }} of the requests to {{ $labels.service_name }} in {{ $labels.namespace }} fail",
      dashboard: "system",
    },
    {
      alert: "ServiceObjectiveMissed",
      severity: "warning",
      from: ["opentelemetry-collector"],
      expr: `(${burns(failed, serviceErrors, slow)}) and hanok:service_requests:rate1h > 0.01`,
      for: "1h",
      summary:
        "{{ $labels.service_name }} in {{ $labels.namespace }} misses its objective: {{ $value | humanizePercentage }} of the requests failed",
      dashboard: "system",
    },
    {
      alert: "ServiceSlow",
      severity: "warning",
      from: ["opentelemetry-collector"],
      expr: `1 - ${rate("traces_span_metrics_duration_seconds_bucket", `span_kind="SPAN_KIND_SERVER",le="${bucket(serviceSeconds)}"`, "30m")} / ${rate("traces_span_metrics_duration_seconds_count", 'span_kind="SPAN_KIND_SERVER"', "30m")} > 0.05`,
      for: "15m",
      summary: `{{ $value | humanizePercentage }} of the requests to {{ $labels.service_name }} in {{ $labels.namespace }} take longer than ${serviceSeconds} s`,
      dashboard: "system",
    },
  ],
});

/** The label `le` as Prometheus 3 normalises it. */
const bucket = (seconds: number): string =>
  Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds);
