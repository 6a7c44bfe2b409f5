import { pair } from "./case.ts";

const pod = (name: string) => ({ namespace: "zipbob", pod: name });
const of = (metric: string, name: string, more = "") =>
  `${metric}{namespace="zipbob",pod="${name}"${more}}`;
const queue = (metric: string, name: string) =>
  `rabbitmq_detailed_queue_${metric}{namespace="zipbob",pod="rabbitmq-0",vhost="zipbob",queue="${name}"}`;
const replica = of(
  "mysql_slave_status_seconds_behind_master",
  "mariadb-1",
  ',master_host="mariadb-0"',
);
const member = (state: string) =>
  `mongodb_mongod_replset_member_replication_lag{namespace="zipbob",pod="mongodb-0",set="rs0",name="mongodb-1:27017",state="${state}",self="0"}`;
const rds = `aws_rds_replica_lag_maximum{dimension_DBInstanceIdentifier="zipbob-mariadb-replica"}`;
const cache = (hits: number, misses: number) => ({
  [of("redis_keyspace_hits_total", "edge-redis-0")]: `0+${hits}x90`,
  [of("redis_keyspace_misses_total", "edge-redis-0")]: `0+${misses}x90`,
});

const downs = [
  ["mysqld-exporter", "mysql_up", "mariadb-0"],
  ["mongodb-exporter", "mongodb_up", "mongodb-0"],
  ["redis-exporter", "redis_up", "edge-redis-0"],
  ["postgres-exporter", "pg_up", "recipes-0"],
] as const;

/** Databases, caches and queues. */
export const storeCases = [
  ...downs.flatMap(([source, metric, name]) =>
    pair(
      "StoreDown",
      source,
      {
        title: `${metric} is 0 for five minutes`,
        series: { [of(metric, name)]: "1 1 0x20" },
        minute: 10,
        labels: pod(name),
        summary: `The store zipbob/${name} does not answer`,
      },
      { title: `${metric} was 0 once`, series: { [of(metric, name)]: "1x5 0 1x20" }, minute: 8 },
    ),
  ),
  ...pair(
    "ReplicationLags",
    "mysqld-exporter",
    {
      title: "a replica is three minutes behind",
      series: { [replica]: "180x20" },
      minute: 15,
      labels: pod("mariadb-1"),
      summary: "The replica zipbob/mariadb-1 is 3m 0s behind",
    },
    { title: "a replica is a second behind", series: { [replica]: "1x20" }, minute: 15 },
  ),
  ...pair(
    "ReplicationLags",
    "mongodb-exporter",
    {
      title: "a member is two minutes behind",
      series: { [member("SECONDARY")]: "120x20" },
      minute: 15,
      labels: { namespace: "zipbob", set: "rs0", name: "mongodb-1:27017" },
      summary: "The replica mongodb-1:27017 of rs0 in zipbob is 2m 0s behind",
    },
    { title: "a member keeps up", series: { [member("SECONDARY")]: "0x20" }, minute: 15 },
  ),
  ...pair(
    "ReplicationLags",
    "postgres-exporter",
    {
      title: "a standby is two minutes behind",
      series: { [of("pg_replication_lag_seconds", "recipes-1")]: "120x20" },
      minute: 15,
      labels: pod("recipes-1"),
      summary: "The replica zipbob/recipes-1 is 2m 0s behind",
    },
    {
      title: "a primary has no lag",
      series: { [of("pg_replication_lag_seconds", "recipes-0")]: "0x20" },
      minute: 15,
    },
  ),
  ...pair(
    "ReplicationLags",
    "cloudwatch-exporter",
    {
      title: "a read replica of RDS is ten minutes behind",
      series: { [rds]: "600x20" },
      minute: 15,
      labels: { dimension_DBInstanceIdentifier: "zipbob-mariadb-replica" },
      summary: "The replica zipbob-mariadb-replica is 10m 0s behind",
    },
    { title: "a read replica was behind once", series: { [rds]: "0x5 600 0x20" }, minute: 15 },
  ),
  ...pair(
    "ReplicationStopped",
    "mysqld-exporter",
    {
      title: "the SQL thread stopped at an error",
      series: {
        [of("mysql_slave_status_slave_sql_running", "mariadb-1")]: "0x20",
        [of("mysql_slave_status_slave_io_running", "mariadb-1")]: "1x20",
      },
      minute: 10,
      labels: pod("mariadb-1"),
      summary: "The replica zipbob/mariadb-1 does not replicate",
    },
    {
      title: "both threads run",
      series: {
        [of("mysql_slave_status_slave_sql_running", "mariadb-1")]: "1x20",
        [of("mysql_slave_status_slave_io_running", "mariadb-1")]: "1x20",
      },
      minute: 10,
    },
  ),
  ...pair(
    "ConnectionsExhausted",
    "mysqld-exporter",
    {
      title: "146 of 151 connections",
      series: {
        [of("mysql_global_status_threads_connected", "mariadb-0")]: "151x20",
        [of("mysql_global_variables_max_connections", "mariadb-0")]: "160x20",
      },
      minute: 15,
      labels: pod("mariadb-0"),
      summary: "94.38% of the connections of zipbob/mariadb-0 are in use",
    },
    {
      title: "40 of 160 connections",
      series: {
        [of("mysql_global_status_threads_connected", "mariadb-0")]: "40x20",
        [of("mysql_global_variables_max_connections", "mariadb-0")]: "160x20",
      },
      minute: 15,
    },
  ),
  ...pair(
    "CacheMisses",
    "redis-exporter",
    {
      title: "Z20: a cache answers a quarter of its requests",
      series: cache(60, 180),
      minute: 70,
      labels: pod("edge-redis-0"),
      summary: "The cache zipbob/edge-redis-0 answers 25% of its requests",
    },
    { title: "Z20: an idle cache answers no request", series: cache(0, 1), minute: 70 },
  ),
  ...pair(
    "CacheEvicts",
    "redis-exporter",
    {
      title: "five keys a second are dropped",
      series: { [of("redis_evicted_keys_total", "edge-redis-0")]: "0+300x60" },
      minute: 50,
      labels: pod("edge-redis-0"),
      summary: "The cache zipbob/edge-redis-0 is full and drops 5 keys a second",
    },
    {
      title: "no key is dropped",
      series: { [of("redis_evicted_keys_total", "edge-redis-0")]: "0x60" },
      minute: 50,
    },
  ),
  ...pair(
    "DeadLettersArrive",
    "rabbitmq",
    {
      title: "Z22: a message that failed is told",
      series: { [queue("messages_ready", "recommendations.dlq")]: "0x5 2x10" },
      minute: 10,
      labels: { namespace: "zipbob", vhost: "zipbob", queue: "recommendations.dlq" },
      summary: "2 messages that could not be processed wait in recommendations.dlq of zipbob",
    },
    {
      title: "messages wait in a queue that is read",
      series: { [queue("messages_ready", "recommendations")]: "50x15" },
      minute: 10,
    },
  ),
  ...pair(
    "QueueGrows",
    "rabbitmq",
    {
      title: "ten messages more every minute",
      series: { [queue("messages_ready", "recommendations")]: "0+10x90" },
      minute: 60,
      labels: { namespace: "zipbob", vhost: "zipbob", queue: "recommendations" },
      summary: "600 messages wait in recommendations of zipbob, and they become more",
    },
    {
      title: "a long queue becomes shorter",
      series: { [queue("messages_ready", "recommendations")]: "2000-10x90" },
      minute: 60,
    },
  ),
  ...pair(
    "QueueWithoutConsumer",
    "rabbitmq",
    {
      title: "the consumer is gone",
      series: {
        [queue("consumers", "recommendations")]: "1x5 0x30",
        [queue("messages_ready", "recommendations")]: "3x35",
      },
      minute: 25,
      labels: { namespace: "zipbob", vhost: "zipbob", queue: "recommendations" },
      summary: "No process reads recommendations of zipbob, and messages wait in it",
    },
    {
      title: "an empty queue needs no consumer",
      series: {
        [queue("consumers", "recommendations")]: "0x35",
        [queue("messages_ready", "recommendations")]: "0x35",
      },
      minute: 25,
    },
  ),
];
