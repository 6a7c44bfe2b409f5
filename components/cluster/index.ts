import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AddonContext } from "./addons/addon.ts";
import type { AddonName } from "./addons/chart.ts";
import { type ChartSource, type InstalledAddons, installAddons } from "./addons/install.ts";
import { Faults } from "../fault.ts";
import { type ExistingCluster, type KubeClient, providerOf } from "./existing.ts";
import { createGateway, type GatewayArgs, type PublicGateway } from "./gateway.ts";

/** A cluster of the environment: its size, redundancy, zones and data policy decide how the add-ons run. */
export interface ClusterArgs extends AddonContext {
  /** A cluster of one's own on EKS comes later behind the same fields; until then only `existing` is accepted. */
  readonly settings: { readonly kind: "eks" } | ExistingCluster;
  readonly kubeClient: KubeClient;
  readonly gateway: GatewayArgs;
  /** Add-ons to install; what they require comes along. */
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
}

const notYet = {
  problem: "is not there yet",
  remedy: "Use a cluster that is there: existing, with its kubeconfig.",
} as const;

/** A Kubernetes cluster with its add-ons and its public gateway. Who uses it cannot tell whose cluster it is. */
export class Cluster extends pulumi.ComponentResource {
  /** For every object in the cluster. It holds no credential, and is the same in every run. */
  readonly provider: kubernetes.Provider;
  readonly addons: InstalledAddons;
  readonly gateway: PublicGateway;

  /** @throws Faults when the settings ask for EKS, or the add-ons are unknown or require each other in a circle */
  constructor(name: string, args: ClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { settings, kubeClient, gateway, addons, charts, ...context } = args;
    if (settings.kind === "eks") {
      throw new Faults([{ key: "hanok:cluster.kind", value: "eks", ...notYet }]);
    }
    super("hanok:index:Cluster", name, {}, options);
    this.provider = providerOf(name, settings, kubeClient, { parent: this });
    const inside = { parent: this, provider: this.provider };
    this.addons = installAddons(name, { addons, charts, context }, inside);
    this.gateway = createGateway(`${name}-gateway`, gateway, inside);
    this.registerOutputs({});
  }
}
