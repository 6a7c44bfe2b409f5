import type { StoreEngine } from "../../platform.ts";

/** Why a managed store cannot be switched off for a night, and where AWS says so. */
export interface NeverStops {
  readonly service: string;
  readonly because: string;
  readonly source: string;
}

/** Whether a managed store of the engine could stop at night. Stores in the cluster stop with their nodes, and their volumes stay. */
export const managedStores: Readonly<Record<StoreEngine, NeverStops | "could stop">> = {
  mariadb: {
    service: "RDS for MariaDB with a read replica",
    because: "RDS stops no instance that has a read replica",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html#USER_StopInstance.Limitations",
  },
  // for seven days at most: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html
  mysql: "could stop",
  vector: "could stop",
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-stop-start.html
  mongodb: "could stop",
  valkey: {
    service: "ElastiCache",
    because: "a cache can be deleted, but not stopped",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_Operations.html",
  },
  rabbitmq: {
    service: "Amazon MQ",
    because: "a broker can be rebooted, but not stopped",
    source: "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id.html",
  },
  // a pod of the cluster, with volumes
  vault: "could stop",
};
