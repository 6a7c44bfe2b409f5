import type { ValidationIssue } from "../../validation.ts";
import type { StoreEngine } from "../../platform.ts";
import { minuteOf, drainMinutes, systemNodesMinutes } from "./timetable.ts";
import type { OfficeHoursSetting, OfficeHours } from "./options.ts";

/** Other settings that office hours depend on. If one of them is invalid itself, the checks that need it are skipped. */
export interface HoursSurroundings {
  /** Kind of the cluster. */
  readonly cluster?: "eks" | "existing" | undefined;
  readonly stores?: "cluster" | "managed" | undefined;
  /** Engines of the stores of the environment's systems. */
  readonly engines: readonly StoreEngine[];
  /** `terminationGracePeriod` of each of Karpenter's NodePools in seconds, by the pool's name. @default not validated */
  readonly graceSeconds?: Readonly<Record<string, number>> | undefined;
}

/** Validates office hours whose single values are valid, against each other and their surroundings. */
export function validateHours(
  hours: OfficeHoursSetting,
  { cluster, stores, engines, graceSeconds = {} }: HoursSurroundings,
  key: string,
): readonly ValidationIssue[] {
  if (hours === "always") return [];
  return [
    ...validateOrder(hours, key),
    ...validateGrace(graceSeconds),
    ...(cluster === "existing" ? [onExistingCluster(hours, key)] : []),
    ...(stores === "managed" ? validateStore(hours, engines, key) : []),
  ];
}

/** The next scale-up must not begin while the system nodes are still being removed. */
function validateOrder({ from, to }: OfficeHours, key: string): readonly ValidationIssue[] {
  const minutes = minuteOf(to) - minuteOf(from);
  if (minutes < 60) {
    const problem = `is not an hour or more after ${key}.from, which is ${from}`;
    const remedy =
      "Both times are on the same day. A cluster that is used at night needs hanok:hours: always.";
    return [{ key: `${key}.to`, value: to, problem, remedy }];
  }
  if (24 * 60 - minutes - systemNodesMinutes >= 60) return [];
  const problem = `leaves less than an hour of downtime before ${from} on the next day`;
  return [{ key: `${key}.to`, value: to, problem, remedy: `Write ${key}: always.` }];
}

/** With a longer grace period, a pod could still be running when Karpenter's own nodes are removed. */
function validateGrace(graceSeconds: Readonly<Record<string, number>>): readonly ValidationIssue[] {
  return Object.entries(graceSeconds)
    .filter(([, seconds]) => seconds > drainMinutes * 60)
    .map(([pool, seconds]) => ({
      key: `hanok:nodePools.${pool}.terminationGracePeriod`,
      value: `${seconds}s`,
      problem: `is longer than the ${drainMinutes} minutes that a scale-down allows`,
      remedy: `Write ${drainMinutes}m, or hanok:hours: always.`,
    }));
}

function onExistingCluster(hours: OfficeHours, key: string): ValidationIssue {
  return {
    key,
    value: hours.kind,
    problem: "cannot stop the nodes of an existing cluster",
    remedy: "Write always, or hanok:cluster: {kind: eks}.",
  };
}

function validateStore(
  hours: OfficeHours,
  engines: readonly StoreEngine[],
  key: string,
): readonly ValidationIssue[] {
  const used = [...new Set(engines)].sort();
  const remedy = `Write hanok:stores: cluster, where they stop with their nodes and keep their volumes, or ${key}: always.`;
  const never = used.flatMap((engine) => {
    const found = managedStores[engine];
    return found === "could stop" ? [] : [`${engine} (${found.service}: ${found.because})`];
  });
  if (never.length > 0) {
    const problem = `stops the services, but these managed stores cannot be stopped: ${never.join(", ")}`;
    return [{ key, value: hours.kind, problem, remedy }];
  }
  const running = used.filter((engine) => engine !== "vault");
  if (running.length === 0) return [];
  const problem = `stops the services, but stopping these managed stores is not supported yet: ${running.join(", ")}`;
  return [{ key, value: hours.kind, problem, remedy }];
}

/** Why a managed store cannot be stopped outside office hours, with AWS's documentation as the source. */
export interface NeverStops {
  readonly service: string;
  readonly because: string;
  readonly source: string;
}

/**
 * Whether a managed store of the engine could stop outside office hours. Stores in the cluster stop with their nodes, and keep their
 * volumes.
 */
export const managedStores: Readonly<Record<StoreEngine, NeverStops | "could stop">> = {
  mariadb: {
    service: "RDS for MariaDB with a read replica",
    because: "RDS stops no instance that has a read replica",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html#USER_StopInstance.Limitations",
  },
  // for seven days at most: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html
  mysql: "could stop",
  postgresql: "could stop",
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
