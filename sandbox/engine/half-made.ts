import {
  CoreV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
} from "@kubernetes/client-node";
import { setTimeout as sleep } from "node:timers/promises";
import type { PendingOperation } from "./pending.ts";

/**
 * Deletes the objects that an interrupted run was about to create, so that this run creates them whole. The
 * state does not know under which name the engine applied them (each creation has a field manager of its
 * own), so an adopted object would refuse every later change with an apply conflict. They are seconds old.
 *
 * @returns how many there were
 */
export async function deleteHalfMade(
  kubeconfig: string,
  pending: readonly PendingOperation[],
): Promise<number> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = KubernetesObjectApi.makeApiClient(config);
  let count = 0;
  const core = config.makeApiClient(CoreV1Api);
  for (const { name, namespace } of halfInstalled(pending)) {
    // Helm refuses a name that an unfinished release holds; the release's objects it takes over by their annotations
    const labelSelector = `owner=helm,name=${name}`;
    await core
      .deleteCollectionNamespacedSecret({ namespace, labelSelector })
      .catch(() => undefined);
  }
  for (const object of halfMade(pending)) count += (await deleteObject(api, object)) ? 1 : 0;
  return count;
}

/** The object's address, and how long its deletion may take. */
type Address = KubernetesObject & { metadata: { name: string; namespace?: string } };

/** The Kubernetes objects among the operations that were creating something. Pure. */
export function halfMade(pending: readonly PendingOperation[]): readonly Address[] {
  return pending.flatMap(({ type, resource: { type: token, inputs = {} } }) => {
    const { apiVersion, kind, metadata } = inputs;
    if (type !== "creating" || !token.startsWith("kubernetes:")) return [];
    if (typeof metadata !== "object" || metadata === null || !("name" in metadata)) return [];
    if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
    if (typeof metadata.name !== "string") return [];
    const namespace = "namespace" in metadata ? metadata.namespace : undefined;
    const place = typeof namespace === "string" ? { namespace } : {};
    return [{ apiVersion, kind, metadata: { name: metadata.name, ...place } }];
  });
}

/** The Helm releases among the operations that were creating something. Pure. */
export function halfInstalled(
  pending: readonly PendingOperation[],
): readonly { readonly name: string; readonly namespace: string }[] {
  return pending.flatMap(({ type, resource: { type: token, inputs = {} } }) => {
    const { name, namespace } = inputs;
    const isRelease = type === "creating" && token === "kubernetes:helm.sh/v3:Release";
    return isRelease && typeof name === "string" && typeof namespace === "string"
      ? [{ name, namespace }]
      : [];
  });
}

async function deleteObject(api: KubernetesObjectApi, object: Address): Promise<boolean> {
  try {
    await api.delete(object, undefined, undefined, undefined, undefined, "Foreground");
  } catch {
    // it was never made, or its kind is not there yet
    return false;
  }
  for (let attempt = 0; attempt < 60; attempt += 1) {
    try {
      await api.read(object);
    } catch {
      return true;
    }
    await sleep(500);
  }
  return true;
}
