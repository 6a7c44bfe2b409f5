import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AddonContext } from "./addons/addon.ts";
import type { AddonName } from "./addons/chart.ts";
import { type ChartSource, type InstalledAddons, installAddons } from "./addons/install.ts";
import type { ClusterOutputs, MakeControlPlane } from "./control-plane.ts";
import { createGateway, type GatewayArgs, type PublicGateway } from "./gateway.ts";

/** A cluster of the environment: its size, redundancy, zones and data policy decide how the add-ons run. */
export interface ClusterArgs extends Omit<AddonContext, "aws"> {
  /** A cluster of one's own on EKS, or one that is there. */
  readonly control: MakeControlPlane;
  readonly gateway: GatewayArgs;
  /** Add-ons to install; what they require comes along. */
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
}

/** A Kubernetes cluster with its add-ons and its public gateway. Who uses it cannot tell whose cluster it is. */
export class Cluster extends pulumi.ComponentResource {
  /** For every object in the cluster. It holds no credential, and is the same in every run. */
  readonly provider: kubernetes.Provider;
  readonly addons: InstalledAddons;
  readonly gateway: PublicGateway;
  /** Nothing of a cluster that is somebody else's. */
  readonly outputs: ClusterOutputs | undefined;

  /** @throws Faults when the add-ons are unknown or require each other in a circle */
  constructor(name: string, args: ClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { control, gateway, addons, charts, ...context } = args;
    super("hanok:index:Cluster", name, {}, options);
    const { provider, ready, account, outputs } = control(name, { parent: this });
    this.provider = provider;
    this.outputs = outputs;
    const inside = { parent: this, provider, dependsOn: [...ready] };
    const install = { addons, charts, context, ...(account && { account }) };
    this.addons = installAddons(name, install, inside);
    this.gateway = createGateway(`${name}-gateway`, gateway, inside);
    this.registerOutputs({});
  }
}
