import { pair } from "./case.ts";

const probe = `probe_success{job="hanok-routes",namespace="zipbob",route="https://backend.example.com/",service="edge"}`;
const route = {
  namespace: "zipbob",
  route: "https://backend.example.com/",
  service: "edge",
};
const calls = (status: string, service = "edge") =>
  `traces_span_metrics_calls_total{namespace="zipbob",service_name="${service}",span_name="GET /",span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_${status}"}`;
const service = { namespace: "zipbob", service_name: "edge" };
const took = (le: string) =>
  `traces_span_metrics_duration_seconds_bucket{namespace="zipbob",service_name="edge",span_kind="SPAN_KIND_SERVER",le="${le}"}`;
const count = `traces_span_metrics_duration_seconds_count{namespace="zipbob",service_name="edge",span_kind="SPAN_KIND_SERVER"}`;

/** Burn rates: of a large environment, 0.5 % of the probes and 0.1 % of the requests may fail. */
export const objectiveCases = [
  ...pair(
    "RouteFails",
    "blackbox-exporter",
    {
      title: "a route that is down for ten minutes",
      series: { [probe]: "1x50 0x10" },
      minute: 60,
      labels: route,
      summary: "16.67% of the requests to https://backend.example.com/ fail (edge in zipbob)",
    },
    {
      title: "a route that was down for ten minutes and answers again",
      series: { [probe]: "1x20 0x10 1x30" },
      minute: 61,
    },
  ),
  ...pair(
    "RouteObjectiveMissed",
    "blackbox-exporter",
    {
      title: "one probe in thirty fails for four hours",
      series: { [probe]: "1 ".repeat(29).concat("0 ").repeat(8).trim() },
      minute: 239,
      labels: route,
      summary:
        "https://backend.example.com/ of zipbob misses its objective: 3.333% of the requests failed",
    },
    {
      title: "one failed probe in four hours",
      series: { [probe]: "1x120 0 1x120" },
      minute: 239,
    },
  ),
  ...pair(
    "ServiceFails",
    "opentelemetry-collector",
    {
      title: "one request in ten fails",
      series: { [calls("UNSET")]: "0+90x70", [calls("ERROR")]: "0+10x70" },
      minute: 65,
      labels: service,
      summary: "10% of the requests to edge in zipbob fail",
    },
    {
      title: "one request in two thousand fails",
      series: { [calls("UNSET")]: "0+1999x70", [calls("ERROR")]: "0+1x70" },
      minute: 65,
    },
  ),
  ...pair(
    "ServiceObjectiveMissed",
    "opentelemetry-collector",
    {
      title: "one request in two hundred fails for four hours",
      series: { [calls("UNSET")]: "0+199x240", [calls("ERROR")]: "0+1x240" },
      minute: 239,
      labels: service,
      summary: "edge in zipbob misses its objective: 0.5% of the requests failed",
    },
    {
      title: "all of three requests in four hours fail",
      series: { [calls("ERROR")]: "0x80 1x80 2x80", [calls("UNSET")]: "0x240" },
      minute: 239,
    },
  ),
  ...pair(
    "ServiceSlow",
    "opentelemetry-collector",
    {
      title: "a fifth of the requests takes longer than a second",
      series: { [took("1.0")]: "0+80x60", [count]: "0+100x60" },
      minute: 50,
      labels: service,
      summary: "20% of the requests to edge in zipbob take longer than 1 s",
    },
    {
      title: "one request in a hundred takes longer than a second",
      series: { [took("1.0")]: "0+99x60", [count]: "0+100x60" },
      minute: 50,
    },
  ),
];
