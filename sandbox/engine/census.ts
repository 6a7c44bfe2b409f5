import { setTimeout as sleep } from "node:timers/promises";
import type { V1DaemonSet, V1Deployment, V1StatefulSet } from "@kubernetes/client-node";
import type { Kubernetes } from "./kubernetes.ts";

/** Readiness of the workloads of one system, or of a namespace that belongs to no system. */
export interface SystemReadiness {
  readonly system: string;
  readonly workloads: { readonly ready: number; readonly total: number };
  readonly pods: { readonly ready: number; readonly total: number };
  /** One line for each workload that is not ready: `Deployment zipbob/user-server 0/2`. */
  readonly missing: readonly string[];
}

/** One public URL. */
export interface Endpoint {
  readonly url: string;
  /** Name of the Service that answers. */
  readonly service: string;
  /** Address of the gateway, which DNS would return for the host. */
  readonly gateway: string | undefined;
}

type Workload = V1Deployment | V1StatefulSet | V1DaemonSet;

const isSystem = (namespace: string) => namespace === "default" || namespace.startsWith("kube-");

/** Counts ready workloads outside the system namespaces, grouped by the label `app.kubernetes.io/part-of`. */
export async function census({ apps }: Kubernetes): Promise<readonly SystemReadiness[]> {
  const [deployments, statefulSets, daemonSets] = await Promise.all([
    apps.listDeploymentForAllNamespaces(),
    apps.listStatefulSetForAllNamespaces(),
    apps.listDaemonSetForAllNamespaces(),
  ]);
  const rows = [
    ...deployments.items.map((item) => rowOf("Deployment", item, item.spec?.replicas)),
    ...statefulSets.items.map((item) => rowOf("StatefulSet", item, item.spec?.replicas)),
    ...daemonSets.items.map((item) =>
      rowOf("DaemonSet", item, item.status?.desiredNumberScheduled),
    ),
  ].filter(({ namespace }) => !isSystem(namespace));
  return tally(rows);
}

/**
 * Waits until everything is ready, because `up` does not await every release. After the timeout it returns the current
 * state.
 */
export async function settledCensus(
  kubernetes: Kubernetes,
  patienceSeconds = 30,
): Promise<readonly SystemReadiness[]> {
  const end = performance.now() + patienceSeconds * 1_000;
  for (;;) {
    const systems = await census(kubernetes);
    const isReady = systems.every(({ missing }) => missing.length === 0);
    if (isReady || performance.now() > end) return systems;
    await sleep(500);
  }
}

/** Replica counts of one workload. */
export interface Row {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly system: string;
  readonly ready: number;
  readonly wanted: number;
}

function rowOf(kind: string, item: Workload, wanted = 1): Row {
  const { name = "", namespace = "", labels = {} } = item.metadata ?? {};
  const status = item.status ?? {};
  const ready =
    "numberReady" in status
      ? status.numberReady
      : "readyReplicas" in status
        ? (status.readyReplicas ?? 0)
        : 0;
  const system = labels["app.kubernetes.io/part-of"] ?? namespace;
  return { kind, namespace, name, system, ready, wanted };
}

/** Sums the rows of each system, sorted by name. */
export function tally(rows: readonly Row[]): readonly SystemReadiness[] {
  const systems = [...new Set(rows.map(({ system }) => system))].sort();
  return systems.map((system) => {
    const own = rows.filter((row) => row.system === system);
    const sum = (of: (row: Row) => number) => own.reduce((total, row) => total + of(row), 0);
    const missing = own.filter(({ ready, wanted }) => ready < wanted);
    return {
      system,
      workloads: { ready: own.length - missing.length, total: own.length },
      pods: { ready: sum(({ ready }) => ready), total: sum(({ wanted }) => wanted) },
      missing: missing.map(
        ({ kind, namespace, name, ready, wanted }) =>
          `${kind} ${namespace}/${name} ${ready}/${wanted}`,
      ),
    };
  });
}
