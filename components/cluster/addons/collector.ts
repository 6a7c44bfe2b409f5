import { cachedImage } from "../../images/reference.ts";
import { priorities } from "../../workload/priority.ts";
import type { AddonContext, AddonObject } from "./addon.ts";
import { tracesNamespace } from "./network.ts";
import { plainResourcesOf, type Requests } from "./parts.ts";

// the distribution that has both tail sampling and metrics of spans
const image =
  "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.158.0";
const java = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-java:2.23.0";
const python = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-python:0.60b1";

/** Requests of the collector. It holds the spans of ten seconds, until it knows how their traces end. */
export const collectorRequests = ({ size }: Pick<AddonContext, "size">): Requests =>
  size === "large" ? { cpu: "500m", memory: "1Gi" } : { cpu: "100m", memory: "384Mi" };

/** Percent of the traces that are neither slow nor failed. */
const kept = ({ size }: AddonContext): number => (size === "large" ? 10 : 100);

/** Buckets in seconds. Those of the objectives, 1 and 2, are among them. */
const buckets = ["10ms", "50ms", "100ms", "250ms", "500ms", "1s", "2s", "5s", "10s", "30s"];

/**
 * The configuration. Metrics are computed from all spans, and then most traces go: those with an error or longer than a second stay.
 * All spans of a trace must come to one process, so there is one.
 */
export function collectorConfig(context: AddonContext) {
  const policies = [
    { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
    { name: "slow", type: "latency", latency: { threshold_ms: 1000 } },
    {
      name: "others",
      type: "probabilistic",
      probabilistic: { sampling_percentage: kept(context) },
    },
  ];
  return {
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } },
      },
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      tail_sampling: { decision_wait: "10s", num_traces: 20000, policies },
      batch: {},
    },
    connectors: {
      forward: {},
      spanmetrics: {
        histogram: { unit: "s", explicit: { buckets } },
        exemplars: { enabled: true },
        dimensions: [{ name: "service.namespace" }, { name: "messaging.system" }],
        metrics_expiration: "15m",
      },
    },
    exporters: {
      "otlp/tempo": {
        endpoint: "tempo.tracing:4317",
        tls: { insecure: true },
        retry_on_failure: { max_elapsed_time: "5m" },
      },
      prometheus: { endpoint: "0.0.0.0:8889", enable_open_metrics: true },
    },
    service: {
      telemetry: {
        metrics: {
          readers: [
            {
              pull: {
                exporter: {
                  prometheus: { host: "0.0.0.0", port: 8888, without_type_suffix: false },
                },
              },
            },
          ],
        },
      },
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter"],
          exporters: ["spanmetrics", "forward"],
        },
        "traces/kept": {
          receivers: ["forward"],
          processors: ["tail_sampling", "batch"],
          exporters: ["otlp/tempo"],
        },
        metrics: {
          receivers: ["otlp", "spanmetrics"],
          processors: ["memory_limiter", "batch"],
          exporters: ["prometheus"],
        },
      },
    },
  };
}

/** The collector, as a custom resource of the operator. Its Service is `collector-collector`. */
export const collector = (context: AddonContext): AddonObject => ({
  apiVersion: "opentelemetry.io/v1beta1",
  kind: "OpenTelemetryCollector",
  metadata: { name: "collector", namespace: tracesNamespace },
  spec: {
    mode: "deployment",
    replicas: 1,
    image: cachedImage(image, context.imageCaches),
    resources: plainResourcesOf(collectorRequests(context)),
    priorityClassName: priorities.platform.name,
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    config: collectorConfig(context),
  },
});

/** Propagators of every language. RabbitMQ's clients carry them as headers of a message. */
export const propagators = ["tracecontext", "baggage"] as const;

/** Agents that the operator puts into pods by an annotation. */
export const instrumentation = (context: AddonContext): AddonObject => ({
  apiVersion: "opentelemetry.io/v1alpha1",
  kind: "Instrumentation",
  metadata: { name: "hanok", namespace: tracesNamespace },
  spec: {
    exporter: { endpoint: `http://collector-collector.${tracesNamespace}:4318` },
    propagators: [...propagators],
    // the collector decides, when it knows how the trace ends
    sampler: { type: "parentbased_always_on" },
    java: {
      image: cachedImage(java, context.imageCaches),
      resources: plainResourcesOf({ cpu: "10m", memory: "64Mi" }),
    },
    python: {
      image: cachedImage(python, context.imageCaches),
      resourceRequirements: plainResourcesOf({ cpu: "10m", memory: "64Mi" }),
    },
  },
});
