import { existsSync } from "node:fs";
import * as k8s from "@kubernetes/client-node";

/** The API clients that the engine uses. */
export interface Kubernetes {
  readonly core: k8s.CoreV1Api;
  readonly apps: k8s.AppsV1Api;
  readonly batch: k8s.BatchV1Api;
  readonly custom: k8s.CustomObjectsApi;
}

/** Creates clients for the cluster of a kubeconfig, without a request. */
export function connect(kubeconfig: string): Kubernetes {
  const config = new k8s.KubeConfig();
  config.loadFromFile(kubeconfig);
  return {
    core: config.makeApiClient(k8s.CoreV1Api),
    apps: config.makeApiClient(k8s.AppsV1Api),
    batch: config.makeApiClient(k8s.BatchV1Api),
    custom: config.makeApiClient(k8s.CustomObjectsApi),
  };
}

/**
 * Identifies a cluster by the UID of its namespace kube-system.
 * @returns undefined if no cluster answers within three seconds
 */
export async function clusterUid(kubeconfig: string): Promise<string | undefined> {
  if (!existsSync(kubeconfig)) return undefined;
  try {
    const { core } = connect(kubeconfig);
    const namespace = await within(3_000, core.readNamespace({ name: "kube-system" }));
    return namespace.metadata?.uid;
  } catch {
    return undefined;
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
