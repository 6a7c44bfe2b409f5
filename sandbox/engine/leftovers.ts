import { setTimeout as sleep } from "node:timers/promises";
import { defaultAccount } from "../cloud/caller.ts";
import { Store } from "../cloud/store/store.ts";
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
    const lists = Object.entries({
      Pod: core.listNamespacedPod({ namespace }),
      Service: core.listNamespacedService({ namespace }),
      ConfigMap: core.listNamespacedConfigMap({ namespace }),
      Secret: core.listNamespacedSecret({ namespace }),
      PersistentVolumeClaim: core.listNamespacedPersistentVolumeClaim({ namespace }),
      Deployment: apps.listNamespacedDeployment({ namespace }),
      StatefulSet: apps.listNamespacedStatefulSet({ namespace }),
      Job: batch.listNamespacedJob({ namespace }),
    }).map(async ([kind, list]) => [kind, (await list).items] as const);
    return (await Promise.all(lists)).flatMap(([kind, items]) =>
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

/** Resources that AWS bills by the hour. Zones, roles, and keys and secrets in their recovery window do not count. */
const billing =
  /:(Volume|LoadBalancer|Instance|NatGateway|Eip|Cluster|ClusterInstance|NodeGroup|ReplicationGroup|Broker|FileSystem|VpcEndpoint|Endpoint|VpnConnection|Group)$/;

/** Free resources that block the deletion of a VPC. */
const holding = /^aws:ec2\/(vpc:Vpc|networkInterface:NetworkInterface)$/;

/** Resources that remain in the simulated account after a destroy and cost money or block the VPC. */
export function accountLeftovers(home: string): readonly string[] {
  return new Store(home, defaultAccount)
    .all()
    .filter(
      ({ type }) => (billing.test(type) && !type.startsWith("aws:iam/")) || holding.test(type),
    )
    .map(({ type, id }) => `AWS ${type.split(":")[2] ?? type} ${id}`);
}
