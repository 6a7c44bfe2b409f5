import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ImageCaches } from "../platform.ts";
import type { AddonContext } from "./addons/addon.ts";
import type { AddonName } from "./addons/chart.ts";
import type { ChartSource, InstalledAddons } from "./addons/install.ts";
import type { ClusterAccount, ClusterOutputs } from "./control-plane.ts";
import type { Gateways } from "./gateway.ts";

/** Arguments of both kinds of cluster. Size, redundancy, zones and data policy decide how add-ons run. */
export interface ClusterArgs extends Omit<AddonContext, "aws" | "imageCaches"> {
  /** Add-ons to install. What they require comes with them. */
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
  readonly kubeClient: KubeClient;
}

/** Client-side rate limits of the Kubernetes provider. */
export interface KubeClient {
  /** Requests per second. */
  readonly qps: number;
  /** Requests in one burst. */
  readonly burst: number;
}

/**
 * A Kubernetes cluster with its add-ons and its gateways: `ManagedCluster` on EKS, or `ExistingCluster`.
 * Its users work with either in the same way.
 */
export abstract class Cluster extends pulumi.ComponentResource {
  /** Provider for every object in the cluster. It holds no credential and is the same in every run. */
  abstract readonly provider: kubernetes.Provider;
  abstract readonly addons: InstalledAddons;
  abstract readonly gateways: Gateways;
  /** Caches that images come from. Empty for an existing cluster. */
  abstract readonly imageCaches: ImageCaches;
  /** Undefined for an existing cluster: its pods have no permissions in AWS. */
  abstract readonly account: ClusterAccount | undefined;
  /** Undefined for an existing cluster. */
  abstract readonly outputs: ClusterOutputs | undefined;
  /** Resources that must outlive a system's pods, claims and routes. Its namespace depends on them. On an existing cluster these are the priority classes alone. */
  abstract readonly ready: readonly pulumi.Resource[];

  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:Cluster", name, {}, options);
  }
}
