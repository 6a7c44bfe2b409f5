import type * as pulumi from "@pulumi/pulumi";
import type { AddonName } from "./addons/chart.ts";
import type { InstalledAddons, InstallOptions } from "./addons/install.ts";
import type { ClusterAccount } from "./control-plane.ts";
import type { Gateways } from "./gateway.ts";

/** A part of a cluster that stands on add-ons: first what they need, then they, then itself. */
export interface ClusterPart<T> {
  readonly addons: readonly AddonName[];
  /** What must be there before such an add-on starts, and as long as it runs. */
  readonly before: Readonly<Partial<Record<AddonName, readonly pulumi.Resource[]>>>;
  readonly create: (installed: InstalledAddons) => T;
}

/**
 * Nodes for pods, beyond those that are always there.
 * What it creates is what every pod that needs such a node depends on, so that it is gone before its node is.
 */
export type MakeNodes = (
  name: string,
  account: ClusterAccount,
  inside: InstallOptions,
) => ClusterPart<readonly pulumi.Resource[]>;

/** The ways in; of a borrowed cluster by its own controller, on AWS by ours. */
export type MakeGateways = (
  name: string,
  account: ClusterAccount | undefined,
  inside: InstallOptions,
) => ClusterPart<Gateways>;
