import { setTimeout as sleep } from "node:timers/promises";
import type { Kubernetes } from "./kubernetes.ts";

/** Objects that exist in every new cluster. */
const isSystem = (namespace: string) => namespace === "default" || namespace.startsWith("kube-");
const isStandard = (kind: string, name: string) =>
  (kind === "Service" && name === "kubernetes") ||
  (kind === "ConfigMap" && name === "kube-root-ca.crt") ||
  (kind === "ServiceAccount" && name === "default");

/**
 * Objects that remain in the cluster after a destroy: namespaces, volumes, and objects in `default`.
 * Controllers clean up asynchronously, so it polls until nothing is left or the timeout is over.
 */
export async function leftovers(
  kubernetes: Kubernetes,
  patienceSeconds = 15,
): Promise<readonly string[]> {
  const end = performance.now() + patienceSeconds * 1_000;
  for (;;) {
    const left = await list(kubernetes);
    if (left.length === 0 || performance.now() > end) return left;
    await sleep(500);
  }
}

async function list({ core, apps, batch }: Kubernetes): Promise<readonly string[]> {
  const [namespaces, volumes] = await Promise.all([
    core.listNamespace(),
    core.listPersistentVolume(),
  ]);
  const names = namespaces.items.map(({ metadata }) => metadata?.name ?? "");
  const extra = names.filter((name) => !isSystem(name));
  const inside = ["default", ...extra].map(async (namespace) => {
    const lists = await Promise.all([
      core.listNamespacedPod({ namespace }).then(({ items }) => ["Pod", items] as const),
      core.listNamespacedService({ namespace }).then(({ items }) => ["Service", items] as const),
      core
        .listNamespacedConfigMap({ namespace })
        .then(({ items }) => ["ConfigMap", items] as const),
      core.listNamespacedSecret({ namespace }).then(({ items }) => ["Secret", items] as const),
      core
        .listNamespacedPersistentVolumeClaim({ namespace })
        .then(({ items }) => ["PersistentVolumeClaim", items] as const),
      apps
        .listNamespacedDeployment({ namespace })
        .then(({ items }) => ["Deployment", items] as const),
      apps
        .listNamespacedStatefulSet({ namespace })
        .then(({ items }) => ["StatefulSet", items] as const),
      batch.listNamespacedJob({ namespace }).then(({ items }) => ["Job", items] as const),
    ]);
    return lists.flatMap(([kind, items]) =>
      items
        .map(({ metadata }) => metadata?.name ?? "")
        .filter((name) => !isStandard(kind, name))
        .map((name) => `${kind} ${namespace}/${name}`),
    );
  });
  return [
    ...extra.map((name) => `Namespace ${name}`),
    ...volumes.items.map(({ metadata }) => `PersistentVolume ${metadata?.name}`),
    ...(await Promise.all(inside)).flat(),
  ];
}
