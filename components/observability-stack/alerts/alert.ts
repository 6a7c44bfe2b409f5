/** Programs that export metrics. The stack has some of them; an alert or a panel is made where all of its own are there. */
export const exporters = [
  "kube-state-metrics",
  "cadvisor",
  "kubelet",
  "node-exporter",
  "prometheus",
  "alertmanager",
  "blackbox-exporter",
  "karpenter",
  "cert-manager",
  "vault",
  "rabbitmq",
  "mysqld-exporter",
  "mongodb-exporter",
  "redis-exporter",
  "postgres-exporter",
  "cloudwatch-exporter",
  "opentelemetry-collector",
  "fluent-bit",
  "external-secrets",
  "argocd",
  "aws-vpc-cni",
  "metallb",
  "opencost",
] as const;

export type Exporter = (typeof exporters)[number];

/**
 * `critical` needs somebody now: users notice, or will within hours. `warning` needs somebody on a working day.
 * `heartbeat` always fires: its silence is the message.
 */
export type Severity = "critical" | "warning" | "heartbeat";

/** A time series that rules compute from others. */
export interface Recording {
  readonly record: string;
  readonly from: readonly Exporter[];
  readonly expr: string;
}

/** One alert. Its runbook is `docs/runbooks/<alert>.md`. */
export interface Alert {
  readonly alert: string;
  readonly severity: Severity;
  /** Exporters of the metrics in the expression. */
  readonly from: readonly Exporter[];
  /** PromQL; each resulting series is one alert. */
  readonly expr: string;
  /** Duration for which the expression must hold. @default "0s" */
  readonly for?: string;
  /** What is wrong, with the names and the reason from the labels, in Prometheus' template language. */
  readonly summary: string;
  /** Dashboard that shows it. `system` is that of the system in the label `namespace`. */
  readonly dashboard: "system" | "platform";
}

/** A part of the rules that is evaluated in order. */
export interface Rules {
  readonly name: string;
  readonly recordings?: readonly Recording[];
  readonly alerts: readonly Alert[];
}

/** Fraction of failures that an objective allows. */
export interface Objectives {
  /** Of the probes of a public route, `0.005`. */
  readonly routeFailures: number;
  /** Of the requests to a service and the messages that it consumes, `0.001`. */
  readonly serviceErrors: number;
  /** Seconds within which a service answers 95 of 100 requests. A bucket of the histogram. */
  readonly serviceSeconds: number;
}

/** CronJobs and Jobs that make copies of data, by name. */
export const copies = ".*(backup|snapshot|dump).*";
