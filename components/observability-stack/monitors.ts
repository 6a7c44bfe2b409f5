import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IProbe } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe";
import type { Named } from "../workload/objects.ts";

/** Pods that serve metrics. */
export interface Scraped {
  /** Namespace of the pods. */
  readonly namespace: string;
  /** Label `app.kubernetes.io/name` of the pods. */
  readonly name: string;
  /** Name or number of the port. */
  readonly port: string | number;
  /** @default "/metrics" */
  readonly path?: string;
  /** Part of the monitor's name, where one pod has several pages. @default none */
  readonly page?: string;
  /** Labels of the metrics that become labels of another name: `{ namespace: "service_namespace" }`. @default none */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Query of the request. @default none */
  readonly params?: Readonly<Record<string, readonly string[]>>;
}

/** A public route of a system. */
export interface PublicRoute {
  readonly namespace: string;
  readonly service: string;
  /** `https://backend.example.com/` */
  readonly url: string;
}

const labels = { "app.kubernetes.io/managed-by": "hanok" } as const;

/** Scrapes each pod itself: a worker has no Service. Monitors are in Prometheus' namespace, so a system's namespace may exist later. */
export function podMonitor(
  monitoring: string,
  { namespace, name, port, path = "/metrics", params, page, renamed = {} }: Scraped,
): Named<IPodMonitor> {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: {
      name: [namespace, name, ...(page === undefined ? [] : [page])].join("-"),
      namespace: monitoring,
      labels: { ...labels },
    },
    spec: {
      jobLabel: "app.kubernetes.io/name",
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      podMetricsEndpoints: [
        {
          ...(typeof port === "number" ? { portNumber: port } : { port }),
          path,
          interval: "30s",
          ...(Object.keys(renamed).length > 0 && {
            honorLabels: true,
            metricRelabelings: Object.entries(renamed).map(([target, source]) => ({
              sourceLabels: [source],
              regex: "(.+)",
              targetLabel: target,
            })),
          }),
          ...(params && {
            params: Object.fromEntries(Object.entries(params).map(([key, all]) => [key, [...all]])),
          }),
        },
      ],
    },
  };
}

/** The program that asks routes. */
export interface Prober {
  /** `prometheus-blackbox-exporter.blackbox-exporter:9115` */
  readonly address: string;
  readonly module: string;
}

/** Asks the routes of a system, every 15 seconds: the fast window of a burn rate needs twenty answers. */
export function routeProbe(
  monitoring: string,
  { address, module }: Prober,
  { namespace, service, url }: PublicRoute,
  index: number,
): Named<IProbe> {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: {
      name: `${namespace}-${service}-${index}`,
      namespace: monitoring,
      labels: { ...labels },
    },
    spec: {
      jobName: "hanok-routes",
      interval: "15s",
      scrapeTimeout: "12s",
      module,
      prober: { url: address },
      targets: { staticConfig: { static: [url], labels: { namespace, service, route: url } } },
    },
  };
}
