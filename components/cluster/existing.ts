import { resolve } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { MakeControlPlane } from "./control-plane.ts";

/** A cluster that is there already, and that a kubeconfig reaches. */
export interface ExistingCluster {
  readonly kind: "existing";
  /** Path of a kubeconfig. Its content, and so its credential, never enters the state. */
  readonly kubeconfig: string;
  /** @default the kubeconfig's current context */
  readonly context?: string;
  /** Name that stays the same as long as it is the same cluster; a change of it replaces every object. */
  readonly identifier: string;
}

/** Client-side rate limits of the Kubernetes provider, in requests a second and in one burst. */
export interface KubeClient {
  readonly qps: number;
  readonly burst: number;
}

/**
 * The provider of a borrowed cluster. A new path, context or limit updates it and touches no object: with a
 * `clusterIdentifier` the provider compares nothing else when it asks whether this is another cluster.
 */
function providerOf(
  name: string,
  { kubeconfig, context, identifier }: ExistingCluster,
  { qps, burst }: KubeClient,
  options: pulumi.ResourceOptions,
): kubernetes.Provider {
  return new kubernetes.Provider(
    name,
    {
      // the provider runs in a folder of its own choice
      kubeconfig: resolve(kubeconfig),
      ...(context === undefined ? {} : { context }),
      clusterIdentifier: identifier,
      kubeClientSettings: { qps, burst },
    },
    options,
  );
}

/** The control plane of a borrowed cluster: somebody else answers for its nodes. */
export const existing =
  (settings: ExistingCluster, kubeClient: KubeClient): MakeControlPlane =>
  (name, options) => ({ provider: providerOf(name, settings, kubeClient, options), ready: [] });
