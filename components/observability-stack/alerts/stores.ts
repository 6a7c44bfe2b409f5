import type { Rules } from "./alert.ts";

/** A store does not answer its exporter. */
const down = [
  { metric: "mysql_up", exporter: "mysqld-exporter" },
  { metric: "mongodb_up", exporter: "mongodb-exporter" },
  { metric: "redis_up", exporter: "redis-exporter" },
  { metric: "pg_up", exporter: "postgres-exporter" },
] as const;

const ready = "rabbitmq_detailed_queue_messages_ready";
/** Names of queues that hold what could not be processed: `orders.dlq`, `orders-dead-letters`, `dead.orders`. */
const dead = "(?i).*(dlq|dlx|dead).*";

/** Databases, caches and queues, beside the service that uses them. */
export const storeRules: readonly Rules[] = [
  ...down.map(({ metric, exporter }): Rules => ({
    name: `stores-${exporter}`,
    alerts: [
      {
        alert: "StoreDown",
        severity: "critical",
        from: [exporter],
        expr: `min by (namespace, pod) (${metric}) == 0`,
        for: "3m",
        summary: "The store {{ $labels.namespace }}/{{ $labels.pod }} does not answer",
        dashboard: "system",
      },
    ],
  })),
  {
    name: "replication",
    alerts: [
      ...lags(
        "mysqld-exporter",
        "max by (namespace, pod) (mysql_slave_status_seconds_behind_master)",
        "{{ $labels.namespace }}/{{ $labels.pod }}",
      ),
      ...lags(
        "mongodb-exporter",
        "max by (namespace, set, name) (mongodb_mongod_replset_member_replication_lag)",
        "{{ $labels.name }} of {{ $labels.set }} in {{ $labels.namespace }}",
      ),
      ...lags(
        "postgres-exporter",
        "max by (namespace, pod) (pg_replication_lag_seconds)",
        "{{ $labels.namespace }}/{{ $labels.pod }}",
      ),
      ...lags(
        "cloudwatch-exporter",
        "max by (dimension_DBInstanceIdentifier) (aws_rds_replica_lag_maximum)",
        "{{ $labels.dimension_DBInstanceIdentifier }}",
      ),
      {
        alert: "ReplicationStopped",
        severity: "critical",
        from: ["mysqld-exporter"],
        expr: `min by (namespace, pod) (mysql_slave_status_slave_sql_running) == 0 or min by (namespace, pod) (mysql_slave_status_slave_io_running) == 0`,
        for: "5m",
        summary: "The replica {{ $labels.namespace }}/{{ $labels.pod }} does not replicate",
        dashboard: "system",
      },
    ],
  },
  {
    name: "connections",
    alerts: [
      {
        alert: "ConnectionsExhausted",
        severity: "warning",
        from: ["mysqld-exporter"],
        expr: `max by (namespace, pod) (mysql_global_status_threads_connected / mysql_global_variables_max_connections) > 0.9`,
        for: "10m",
        summary:
          "{{ $value | humanizePercentage }} of the connections of {{ $labels.namespace }}/{{ $labels.pod }} are in use",
        dashboard: "system",
      },
    ],
  },
  {
    name: "caches",
    alerts: [
      {
        alert: "CacheMisses",
        severity: "warning",
        from: ["redis-exporter"],
        // a cold or idle cache is no fault
        expr: `sum by (namespace, pod) (rate(redis_keyspace_hits_total[30m])) / (sum by (namespace, pod) (rate(redis_keyspace_hits_total[30m])) + sum by (namespace, pod) (rate(redis_keyspace_misses_total[30m]))) < 0.5 and sum by (namespace, pod) (rate(redis_keyspace_hits_total[30m])) + sum by (namespace, pod) (rate(redis_keyspace_misses_total[30m])) > 1`,
        for: "30m",
        summary:
          "The cache {{ $labels.namespace }}/{{ $labels.pod }} answers {{ $value | humanizePercentage }} of its requests",
        dashboard: "system",
      },
      {
        alert: "CacheEvicts",
        severity: "warning",
        from: ["redis-exporter"],
        expr: `sum by (namespace, pod) (rate(redis_evicted_keys_total[15m])) > 1`,
        for: "30m",
        summary:
          "The cache {{ $labels.namespace }}/{{ $labels.pod }} is full and drops {{ $value | humanize }} keys a second",
        dashboard: "system",
      },
    ],
  },
  {
    name: "queues",
    alerts: [
      {
        alert: "DeadLettersArrive",
        severity: "warning",
        from: ["rabbitmq"],
        expr: `sum by (namespace, vhost, queue) (${ready}{queue=~"${dead}"}) > 0`,
        for: "1m",
        summary:
          "{{ $value }} messages that could not be processed wait in {{ $labels.queue }} of {{ $labels.namespace }}",
        dashboard: "system",
      },
      {
        alert: "QueueGrows",
        severity: "warning",
        from: ["rabbitmq"],
        expr: `sum by (namespace, vhost, queue) (${ready}{queue!~"${dead}"}) > 100 and sum by (namespace, vhost, queue) (deriv(${ready}{queue!~"${dead}"}[30m])) > 0`,
        for: "30m",
        summary:
          "{{ $value }} messages wait in {{ $labels.queue }} of {{ $labels.namespace }}, and they become more",
        dashboard: "system",
      },
      {
        alert: "QueueWithoutConsumer",
        severity: "critical",
        from: ["rabbitmq"],
        expr: `sum by (namespace, vhost, queue) (rabbitmq_detailed_queue_consumers{queue!~"${dead}"}) == 0 and sum by (namespace, vhost, queue) (${ready}{queue!~"${dead}"}) > 0`,
        for: "15m",
        summary:
          "No process reads {{ $labels.queue }} of {{ $labels.namespace }}, and messages wait in it",
        dashboard: "system",
      },
    ],
  },
];

/** One alert for all engines: the runbook tells them apart. */
function lags(
  exporter: "mysqld-exporter" | "mongodb-exporter" | "postgres-exporter" | "cloudwatch-exporter",
  seconds: string,
  replica: string,
): Rules["alerts"] {
  return [
    {
      alert: "ReplicationLags",
      severity: "warning",
      from: [exporter],
      expr: `${seconds} > 60`,
      for: "10m",
      summary: `The replica ${replica} is {{ $value | humanizeDuration }} behind`,
      dashboard: "system",
    },
  ];
}
