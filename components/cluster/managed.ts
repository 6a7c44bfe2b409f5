import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonName } from "./addons/chart.ts";
import { createGatewayApi, type GatewayApiSource } from "./addons/crds.ts";
import { addonTable } from "./addons/index.ts";
import type { InstallOptions } from "./addons/addon.ts";
import { type InstallArgs, type InstalledAddons, installAddons } from "./addons/install.ts";
import { createGateways, type GatewaysArgs } from "./aws-load-balancer/index.ts";
import type { ImageCaches } from "../platform.ts";
import type { ClusterAccount, ClusterOutputs, ControlPlane } from "./control-plane.ts";
import { createControlPlane, type EksArgs } from "./eks/index.ts";
import { nodeImageOf } from "./eks/pins.ts";
import type { Gateways } from "./gateway.ts";
import { Cluster, type ClusterArgs } from "./index.ts";
import { createKarpenterNeeds, type KarpenterNeeds } from "./karpenter/index.ts";
import { createNodePools } from "./karpenter/node-pools.ts";
import type { NodePoolOptions } from "./karpenter/options.ts";
import { createOfficeHours, type OfficeHoursArgs } from "./office-hours/index.ts";
import { createPriorityClasses } from "../workload/priority.ts";
import { VolumeReleaseBarrier } from "./volume-release-barrier/index.ts";

/** A cluster on EKS with its nodes, add-ons and gateways. */
export interface ManagedClusterArgs extends ClusterArgs, EksArgs {
  /** Karpenter's NodePools by name. */
  readonly nodePools: Readonly<Record<string, NodePoolOptions>>;
  /** @default no office hours: the nodes always run */
  readonly officeHours?: Pick<OfficeHoursArgs, "hours" | "timeZone" | "alarmTopicArn"> | undefined;
  readonly gateways: GatewaysArgs;
  readonly gatewayApi: GatewayApiSource;
}

/**
 * A managed cluster. The constructor makes everything in the order of its dependencies, and a destroy deletes in the reverse order:
 * first gateways and add-ons, then volumes, Karpenter's nodes, the system add-ons, and the control plane last.
 */
export class ManagedCluster extends Cluster {
  readonly provider: kubernetes.Provider;
  readonly addons: InstalledAddons;
  readonly gateways: Gateways;
  readonly imageCaches: ImageCaches;
  readonly account: ClusterAccount;
  readonly outputs: ClusterOutputs;
  /** Security group of every node and pod. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];

  /** @throws ValidationError when an add-on is unknown, or when add-ons require each other in a circle */
  constructor(name: string, args: ManagedClusterArgs, options?: pulumi.ComponentResourceOptions) {
    super(name, options);
    const { gatewayApi, officeHours, nodePools: pools, zones, data, tags, clusterName } = args;
    const outside = { parent: this, provider: args.provider };
    const control = createControlPlane(name, args, outside);
    const inside = { parent: this, provider: control.provider, dependsOn: [...control.ready] };
    const after = (more: readonly pulumi.Resource[]) => ({
      ...inside,
      dependsOn: [...control.ready, ...more],
    });
    const needs = {
      gatewayApi: createGatewayApi(`${name}-gateway-api`, gatewayApi, inside),
      karpenter: createKarpenterNeeds(name, control.account, outside, inside),
    };
    const system = installSystemAddons(name, args, control.account, needs, inside);
    const nodePools = createNodePools(
      name,
      {
        ...{ pools, zones, clusterName, tags },
        keyArn: control.account.keyArn,
        nodeImage: nodeImageOf(args.settings),
      },
      after([...needs.karpenter.nodes, ...(system.karpenter ?? [])]),
    );
    const afterPools = after(nodePools);
    if (officeHours !== undefined)
      createOfficeHours(`${name}-hours`, officeHoursOf(officeHours, args, control), {
        ...afterPools,
        ...outside,
      });
    this.ready = [
      ...createPriorityClasses(name, inside),
      createBarrier(name, control, afterPools),
      ...Object.values(system).flat(),
    ];
    const install = { ...installArgs(args, control.account), addons: args.addons };
    this.addons = installAddons(name, { ...install, installed: system }, after(this.ready));
    const { region, redundancy } = args;
    const gateways = { ...args.gateways, data, redundancy, tags, clusterName, region };
    const withController = after(system["aws-load-balancer-controller"] ?? []);
    this.gateways = createGateways(`${name}-gateway`, gateways, outside, withController);
    this.provider = control.provider;
    this.imageCaches = control.account.imageCaches;
    this.account = control.account;
    this.outputs = control.outputs;
    this.securityGroupId = control.securityGroupId;
    this.registerOutputs({});
  }
}

function installArgs(
  args: ManagedClusterArgs,
  account: ClusterAccount,
): Omit<InstallArgs, "addons"> {
  const { charts, size, redundancy, zones, data, observability, signIn } = args;
  const { vaultUsers, timeZone } = args;
  const users = vaultUsers === undefined ? {} : { vaultUsers };
  const hours = timeZone === undefined ? {} : { timeZone };
  const context = { size, redundancy, zones, data, observability, signIn, ...users, ...hours };
  return { charts, context, account };
}

/**
 * Installs the controllers that nodes and gateways need, and every other add-on of the system nodes. No other node exists yet.
 * @param needs what the controllers look for when they start
 */
function installSystemAddons(
  name: string,
  args: ManagedClusterArgs,
  account: ClusterAccount,
  needs: { readonly gatewayApi: readonly pulumi.Resource[]; readonly karpenter: KarpenterNeeds },
  options: InstallOptions,
): InstalledAddons {
  const isSystem = (addon: AddonName): boolean => addonTable[addon].runsOn === "system";
  const addons: AddonName[] = [
    "aws-load-balancer-controller",
    "karpenter",
    ...args.addons.filter(isSystem),
  ];
  const after = {
    "aws-load-balancer-controller": needs.gatewayApi,
    karpenter: needs.karpenter.controller,
  };
  return installAddons(name, { ...installArgs(args, account), addons, after }, options);
}

function officeHoursOf(
  officeHours: NonNullable<ManagedClusterArgs["officeHours"]>,
  { nodePools, clusterName }: ManagedClusterArgs,
  { provider, systemNodes, account }: ControlPlane,
): OfficeHoursArgs {
  return {
    ...officeHours,
    clusterName,
    systemNodes,
    nodePools: Object.keys(nodePools),
    imageCaches: account.imageCaches,
    provider,
  };
}

/** Creates the barrier that keeps nodes and the volume driver until the volumes are deleted. */
function createBarrier(
  name: string,
  { kubeconfig }: ControlPlane,
  { parent, dependsOn }: InstallOptions,
): VolumeReleaseBarrier {
  return new VolumeReleaseBarrier(
    `${name}-released`,
    { kubeconfig, driver: "ebs.csi.aws.com" },
    { ...(parent && { parent }), dependsOn, customTimeouts: { delete: "20m" } },
  );
}
