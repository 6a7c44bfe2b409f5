import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AddonContext } from "./addons/addon.ts";
import type { AddonName } from "./addons/chart.ts";
import { addonTable } from "./addons/index.ts";
import { type ChartSource, type InstalledAddons, installAddons } from "./addons/install.ts";
import type { ClusterAccount, ClusterOutputs, MakeControlPlane } from "./control-plane.ts";
import type { Gateways } from "./gateway.ts";
import type { MakeGateways, MakeNodes } from "./part.ts";
import { VolumeReleaseBarrier } from "./volume-release-barrier/index.ts";

/** A cluster of the environment: its size, redundancy, zones and data policy decide how the add-ons run. */
export interface ClusterArgs extends Omit<AddonContext, "aws"> {
  /** A cluster of one's own on EKS, or one that is there. */
  readonly control: MakeControlPlane;
  /** Nodes for pods of a cluster of one's own. @default those that the control plane brings */
  readonly nodes?: MakeNodes;
  readonly gateways: MakeGateways;
  /** Add-ons to install, besides those that nodes and gateway stand on; what they require comes along. */
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
}

/** A Kubernetes cluster with its add-ons and its gateways. Who uses it cannot tell whose cluster it is. */
export class Cluster extends pulumi.ComponentResource {
  /** For every object in the cluster. It holds no credential, and is the same in every run. */
  readonly provider: kubernetes.Provider;
  readonly addons: InstalledAddons;
  readonly gateways: Gateways;
  /** Nothing of a cluster that is somebody else's. */
  readonly outputs: ClusterOutputs | undefined;
  /**
   * What must outlive the pods of a system, their claims and their routes: namespaces depend on it. Nothing in a cluster that is
   * somebody else's.
   */
  readonly ready: readonly pulumi.Resource[];

  /** @throws ValidationError when the add-ons are unknown or require each other in a circle */
  constructor(name: string, args: ClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const { control, nodes, gateways, addons, charts, ...context } = args;
    super("hanok:index:Cluster", name, {}, options);
    const { provider, ready, account, outputs } = control(name, { parent: this });
    this.provider = provider;
    this.outputs = outputs;
    const inside = { parent: this, provider, dependsOn: [...ready] };
    const waysIn = gateways(`${name}-gateway`, account, inside);
    const making = account && nodes?.(name, account, inside);
    const install = { charts, context, ...(account && { account }) };
    const after = { ...waysIn.before, ...making?.before };
    const early = [...waysIn.addons, ...(making?.addons ?? []), ...addons.filter(isSystem)];
    const system = installAddons(name, { ...install, addons: early, after }, inside);
    const pools = making?.create(system) ?? [];
    const released = account && releaseBarrier(name, account, this, [...ready, ...pools]);
    this.ready = released ? [released, ...Object.values(system)] : [];
    const later = { ...inside, dependsOn: [...ready, ...this.ready] };
    this.addons = installAddons(name, { ...install, addons, installed: system }, later);
    this.gateways = waysIn.create(this.addons);
    this.registerOutputs({});
  }
}

/** Volumes go while the nodes that they hang on, and the driver, are still there. */
function releaseBarrier(
  name: string,
  { kubeconfig }: ClusterAccount,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[],
): VolumeReleaseBarrier {
  return new VolumeReleaseBarrier(
    `${name}-released`,
    { kubeconfig, driver: "ebs.csi.aws.com" },
    { parent, dependsOn, customTimeouts: { delete: "20m" } },
  );
}

const isSystem = (addon: AddonName): boolean => addonTable[addon].runsOn === "system";
