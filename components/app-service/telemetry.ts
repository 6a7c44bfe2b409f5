import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { ServicePlatform } from "../platform.ts";
import type { Opening } from "../workload/network-policy.ts";
import type { Runtime } from "./service.ts";
import type { ServiceSpec } from "./service-spec.ts";

/**
 * How a service makes spans. `agent`: the operator puts the language's agent into the pod, and the image stays as it is; it also carries
 * the trace through the headers of RabbitMQ's messages. `variables`: the process has OpenTelemetry's SDK, which reads them. `none`: it
 * serves files.
 */
type Tracing = { readonly agent: "java" | "python" } | "variables" | "none";

export const tracingOf: Readonly<Record<Runtime, Tracing>> = {
  spring: { agent: "java" },
  python: { agent: "python" },
  go: "variables",
  node: "variables",
  php: "variables",
  dotnet: "variables",
  ruby: "variables",
  static: "none",
};

/** Whether the pods of a service send spans. */
const isTraced = ({ runtime }: Pick<ServiceSpec, "runtime">): boolean =>
  tracingOf[runtime] !== "none";

/** Annotation by which the operator instruments a pod. */
export function telemetryAnnotations(
  { runtime }: Pick<ServiceSpec, "runtime">,
  { telemetry }: ServicePlatform,
): Readonly<Record<string, string>> {
  const tracing = tracingOf[runtime];
  if (telemetry === undefined || typeof tracing === "string") return {};
  return {
    [`instrumentation.opentelemetry.io/inject-${tracing.agent}`]: telemetry.instrumentation,
  };
}

/** The variables of OpenTelemetry (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). */
export function telemetryVariables(
  name: string,
  spec: Pick<ServiceSpec, "runtime">,
  { telemetry, system }: ServicePlatform,
): IEnvVar[] {
  if (telemetry === undefined || !isTraced(spec)) return [];
  const values = {
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${system}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    // the same in every language, or a trace would end at the first message
    OTEL_PROPAGATORS: "tracecontext,baggage",
    // the collector decides, when it knows how the trace ends
    OTEL_TRACES_SAMPLER: "parentbased_always_on",
    OTEL_LOGS_EXPORTER: "none",
  };
  return Object.entries(values).map(([variable, value]) => ({ name: variable, value }));
}

/** The way to the collector. */
export function telemetryEgress(
  spec: Pick<ServiceSpec, "runtime">,
  { telemetry }: ServicePlatform,
): Opening[] {
  return telemetry === undefined || !isTraced(spec)
    ? []
    : [{ peers: telemetry.peers, ports: [4317, 4318] }];
}
