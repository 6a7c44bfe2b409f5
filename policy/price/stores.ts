import { type Billing, number, text, time, use } from "./charge.ts";
import { at, type Item, numberAt } from "./item.ts";
import { hoursOfMonth as month } from "./rates.ts";

/** Engine in the names of prices.json. */
const engines: Readonly<Record<string, string>> = {
  mysql: "MySQL",
  mariadb: "MariaDB",
  postgres: "PostgreSQL",
  "aurora-mysql": "AuroraMySQL",
  "aurora-postgresql": "AuroraPostgreSQL",
  valkey: "Valkey",
  redis: "Redis",
};
const engineOf = (item: Item): string => engines[text(item, "engine")] ?? text(item, "engine");

export const database: Billing = (item, stack) => {
  const source = stack
    .of("aws:rds/instance:Instance")
    .find((one) => text(one, "identifier") === text(item, "replicateSourceDb"));
  const isTwice = at(item.inputs, "multiAz") === true;
  const size = number(item, "allocatedStorage") ?? 0;
  const kind = text(item, "instanceClass");
  return [
    time(
      `${kind}${isTwice ? ", in two zones" : ""}`,
      `rds.${kind}.${engineOf(source ?? item)}`,
      (isTwice ? 2 : 1) * month,
    ),
    time(`${size} GiB`, isTwice ? "rds.gp3.gb.multiAz" : "rds.gp3.gb", size),
  ];
};

export const auroraInstance: Billing = (item, stack) => {
  const kind = text(item, "instanceClass");
  if (kind !== "db.serverless") return [time(kind, `rds.${kind}.${engineOf(item)}`, month)];
  const cluster = stack.of("aws:rds/cluster:Cluster").find(({ parent }) => parent === item.parent);
  const least = numberAt(cluster?.inputs, "serverlessv2ScalingConfiguration", "minCapacity") ?? 0.5;
  return [time(`${least} capacity units at least`, "aurora.serverlessV2.acu", least * month)];
};

/** Data, reads and writes of a cluster whose storage grows by itself. */
export const storage =
  (prefix: string): Billing =>
  (_, { usage }) => [
    ...use("data", `${prefix}.storage.gb`, usage.databaseGb),
    ...use("reads and writes", `${prefix}.io1m`, usage.databaseIoMillion),
  ];

export const cache: Billing = (item) => {
  const groups = number(item, "numNodeGroups") ?? 1;
  const count =
    number(item, "numCacheClusters") ?? groups * ((number(item, "replicasPerNodeGroup") ?? 0) + 1);
  const nodes = number(item, "numCacheNodes") ?? count;
  return [
    time(
      `${nodes} × ${text(item, "nodeType")}`,
      `cache.${text(item, "nodeType")}.${engineOf(item)}`,
      nodes * month,
    ),
  ];
};

export const broker: Billing = (item) => {
  const nodes = text(item, "deploymentMode") === "CLUSTER_MULTI_AZ" ? 3 : 1;
  const kind = text(item, "hostInstanceType");
  return [
    time(
      `${nodes} × ${kind}`,
      `mq.${text(item, "engineType").toLowerCase()}.${kind}`,
      nodes * month,
    ),
  ];
};
