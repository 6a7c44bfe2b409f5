import type { CoreV1Event, V1Pod } from "@kubernetes/client-node";
import { type Condition, explain } from "./explain.ts";
import type { Failure } from "./failures.ts";
import type { Kubernetes } from "./kubernetes.ts";

/**
 * Asks the cluster why the failed resources are not ready.
 * @returns lines by URN; no entry for a resource that the cluster does not know, or if the cluster does not answer
 */
export async function diagnose(
  kubernetes: Kubernetes,
  failures: readonly Failure[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const failure of failures) {
    if (failure.urn === undefined) continue;
    try {
      found.set(failure.urn, await examine(kubernetes, failure));
    } catch {
      // a second error would only hide the engine's own message
    }
  }
  return found;
}

interface Workload {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Record<string, string> } };
  readonly status?: { readonly conditions?: Condition[] };
}

async function examine(kubernetes: Kubernetes, failure: Failure): Promise<readonly string[]> {
  const { type = "", object } = failure;
  const kind = type.split(":").at(-1) ?? "";
  if (object === undefined || object.namespace === "") return [];
  const { namespace } = object;
  const workload = await read(kubernetes, kind, object);
  if (workload === undefined) return [];
  // a release is identified by its namespace, because each add-on has its own
  const isRelease = kind === "Release";
  const labels = Object.entries(workload.spec?.selector?.matchLabels ?? {});
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(",");
  const [{ items: pods }, { items: events }] = await Promise.all([
    kubernetes.core.listNamespacedPod({ namespace, labelSelector }),
    kubernetes.core.listNamespacedEvent({ namespace }),
  ]);
  return explain({
    conditions: workload.status?.conditions ?? [],
    pods: labels.length > 0 || isRelease ? pods : [],
    events: events.filter((event) => isRelease || concerns(event, object.name, pods)),
  });
}

async function read(
  { apps, batch }: Kubernetes,
  kind: string,
  object: { readonly namespace: string; readonly name: string },
): Promise<Workload | undefined> {
  switch (kind) {
    case "Deployment":
      return apps.readNamespacedDeployment(object);
    case "StatefulSet":
      return apps.readNamespacedStatefulSet(object);
    case "DaemonSet":
      return apps.readNamespacedDaemonSet(object);
    case "Job":
      return batch.readNamespacedJob(object);
    case "Release":
      return {};
    default:
      return undefined;
  }
}

/** Whether an event is about the workload, its pods, or an object named after it (a ReplicaSet, a claim). */
function concerns({ involvedObject }: CoreV1Event, name: string, pods: readonly V1Pod[]): boolean {
  const { name: of = "", kind } = involvedObject;
  if (pods.some(({ metadata }) => metadata?.name === of)) return true;
  if (of === name || of.startsWith(`${name}-`)) return true;
  return kind === "PersistentVolumeClaim" && of.includes(`-${name}-`);
}
