import type { Dashboard, Panel, Row } from "./panel.ts";

/** What a dashboard shows of a system. */
export interface SystemView {
  /** Name of the system, and its namespace. */
  readonly name: string;
  readonly services: readonly string[];
  /** Engine by store. */
  readonly stores: Readonly<Record<string, string>>;
  /** Whether its public routes are probed. */
  readonly isRouted: boolean;
}

const spans = (namespace: string, service: string) =>
  `namespace="${namespace}",service_name="${service}",span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"`;

/** Pods of a workload: `edge-5d8f-abc` of a Deployment, `mongodb-0` of a StatefulSet. */
const pods = (namespace: string, name: string) =>
  `namespace="${namespace}",pod=~"${name}-([a-f0-9]+-[a-z0-9]+|[0-9]+)",container!=""`;

const service = (namespace: string, name: string): Row => ({
  title: name,
  panels: [
    {
      title: "Rate",
      unit: "reqps",
      from: ["opentelemetry-collector"],
      queries: {
        "{{span_kind}}": `sum by (span_kind) (rate(traces_span_metrics_calls_total{${spans(namespace, name)}}[5m]))`,
      },
    },
    {
      title: "Errors",
      unit: "percentunit",
      from: ["opentelemetry-collector"],
      queries: {
        errors: `sum(rate(traces_span_metrics_calls_total{${spans(namespace, name)},status_code="STATUS_CODE_ERROR"}[5m])) / sum(rate(traces_span_metrics_calls_total{${spans(namespace, name)}}[5m]))`,
      },
    },
    {
      title: "Duration",
      unit: "s",
      from: ["opentelemetry-collector"],
      exemplars: true,
      queries: {
        p50: quantile(0.5, spans(namespace, name)),
        p95: quantile(0.95, spans(namespace, name)),
      },
    },
    ...saturation(namespace, name),
  ],
});

const quantile = (q: number, selector: string): string =>
  `histogram_quantile(${q}, sum by (le) (rate(traces_span_metrics_duration_seconds_bucket{${selector}}[5m])))`;

/** Use of what the pods of a service or store have requested. */
const saturation = (namespace: string, name: string): readonly Panel[] => [
  {
    title: "Processor time of the request",
    unit: "percentunit",
    from: ["cadvisor", "kube-state-metrics"],
    queries: {
      "{{pod}}": `sum by (pod) (rate(container_cpu_usage_seconds_total{${pods(namespace, name)}}[5m])) / sum by (pod) (kube_pod_container_resource_requests{${pods(namespace, name)},resource="cpu"})`,
    },
  },
  {
    title: "Memory of the limit",
    unit: "percentunit",
    from: ["cadvisor", "kube-state-metrics"],
    queries: {
      "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{${pods(namespace, name)}}) / sum by (pod) (kube_pod_container_resource_limits{${pods(namespace, name)},resource="memory"})`,
    },
  },
];

type StorePanels = (selector: string) => readonly Panel[];

const sql: StorePanels = (selector) => [
  {
    title: "Queries",
    unit: "ops",
    from: ["mysqld-exporter"],
    queries: { "{{pod}}": `sum by (pod) (rate(mysql_global_status_queries{${selector}}[5m]))` },
  },
  {
    title: "Connections",
    unit: "percentunit",
    from: ["mysqld-exporter"],
    queries: {
      "{{pod}}": `max by (pod) (mysql_global_status_threads_connected{${selector}} / mysql_global_variables_max_connections{${selector}})`,
    },
  },
];

const cache: StorePanels = (selector) => [
  {
    title: "Hit rate",
    unit: "percentunit",
    from: ["redis-exporter"],
    queries: {
      "{{pod}}": `sum by (pod) (rate(redis_keyspace_hits_total{${selector}}[5m])) / (sum by (pod) (rate(redis_keyspace_hits_total{${selector}}[5m])) + sum by (pod) (rate(redis_keyspace_misses_total{${selector}}[5m])))`,
    },
  },
  {
    title: "Dropped keys",
    unit: "ops",
    from: ["redis-exporter"],
    queries: { "{{pod}}": `sum by (pod) (rate(redis_evicted_keys_total{${selector}}[5m]))` },
  },
];

const documents = (selector: string): readonly Panel[] => [
  {
    title: "Operations",
    unit: "ops",
    from: ["mongodb-exporter"],
    queries: { "{{type}}": `sum by (type) (rate(mongodb_op_counters_total{${selector}}[5m]))` },
  },
  {
    title: "Lag of the members",
    unit: "s",
    from: ["mongodb-exporter"],
    queries: {
      "{{name}}": `max by (name) (mongodb_mongod_replset_member_replication_lag{${selector}})`,
    },
  },
];

const queues = (selector: string): readonly Panel[] => [
  {
    title: "Waiting messages",
    unit: "short",
    from: ["rabbitmq"],
    queries: {
      "{{queue}}": `sum by (queue) (rabbitmq_detailed_queue_messages_ready{${selector}})`,
    },
  },
  {
    title: "Consumers",
    unit: "short",
    from: ["rabbitmq"],
    queries: { "{{queue}}": `sum by (queue) (rabbitmq_detailed_queue_consumers{${selector}})` },
  },
];

/** Panels of the exporter beside a store, by engine. An engine without an entry has its saturation alone. */
const byEngine: Readonly<Record<string, StorePanels>> = {
  mariadb: sql,
  mysql: sql,
  valkey: cache,
  mongodb: documents,
  vector: (selector) => [
    {
      title: "Transactions",
      unit: "ops",
      from: ["postgres-exporter"],
      queries: {
        "{{datname}}": `sum by (datname) (rate(pg_stat_database_xact_commit{${selector}}[5m]))`,
      },
    },
  ],
  rabbitmq: queues,
};

const store = (namespace: string, name: string, engine: string): Row => ({
  title: `${name} (${engine})`,
  panels: [
    ...(byEngine[engine]?.(`namespace="${namespace}",pod=~"${name}-[0-9]+"`) ?? []),
    ...saturation(namespace, name),
    {
      title: "Disk",
      unit: "percentunit",
      from: ["kubelet"],
      queries: {
        "{{persistentvolumeclaim}}": `max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{namespace="${namespace}",persistentvolumeclaim=~".*${name}-[0-9]+"} / kubelet_volume_stats_capacity_bytes{namespace="${namespace}",persistentvolumeclaim=~".*${name}-[0-9]+"})`,
      },
    },
  ],
});

const routes = (namespace: string): Row => ({
  title: "Routes",
  panels: [
    {
      title: "Availability",
      unit: "percentunit",
      from: ["blackbox-exporter"],
      queries: {
        "{{route}}": `avg by (route) (avg_over_time(probe_success{job="hanok-routes",namespace="${namespace}"}[30m]))`,
      },
    },
    {
      title: "Duration of a probe",
      unit: "s",
      from: ["blackbox-exporter"],
      queries: {
        "{{route}}": `max by (route) (probe_duration_seconds{job="hanok-routes",namespace="${namespace}"})`,
      },
    },
  ],
});

const pressure = (namespace: string): Row => ({
  title: "Pods",
  panels: [
    {
      title: "Ready pods",
      unit: "short",
      from: ["kube-state-metrics"],
      queries: {
        ready: `sum(kube_pod_status_ready{namespace="${namespace}",condition="true"})`,
        "not ready": `sum(kube_pod_status_ready{namespace="${namespace}",condition="false"})`,
      },
    },
    {
      title: "Autoscalers",
      unit: "percentunit",
      from: ["kube-state-metrics"],
      description: "At 100 % a service runs its maximum of pods.",
      queries: {
        "{{horizontalpodautoscaler}}": `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{namespace="${namespace}"} / kube_horizontalpodautoscaler_spec_max_replicas{namespace="${namespace}"})`,
      },
    },
    {
      title: "Restarts",
      unit: "short",
      from: ["kube-state-metrics"],
      queries: {
        "{{pod}}": `sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="${namespace}"}[15m])) > 0`,
      },
    },
  ],
});

/** The dashboard of a system: a row for each service with rate, errors, duration and saturation, and one for each store. */
export function systemDashboard({ name, services, stores, isRouted }: SystemView): Dashboard {
  return {
    uid: `system-${name}`,
    title: `System ${name}`,
    rollouts: [name],
    rows: [
      ...(isRouted ? [routes(name)] : []),
      pressure(name),
      ...services.map((one) => service(name, one)),
      ...Object.entries(stores).map(([one, engine]) => store(name, one, engine)),
    ],
  };
}
