import type { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { type EksAddons, installEksAddons } from "./addons.ts";
import type { Api } from "./api.ts";
import type { AwsOptions, EksArgs } from "./args.ts";
import { createSystemNodes } from "./system-nodes.ts";

/** Nodes, and what EKS runs on them. */
export interface Compute {
  readonly nodes: NodeGroup;
  readonly addons: EksAddons;
}

/**
 * Makes what nodes need to become ready, the system nodes, then what needs nodes. It is deleted in the other direction, so that no pod loses
 * its network before it has ended.
 */
export function createCompute(
  name: string,
  args: EksArgs & { readonly account: pulumi.Input<string>; readonly api: Api },
  options: AwsOptions,
): Compute {
  const { clusterName, region, account, network, redundancy, settings, tags, api } = args;
  const { version, addonVersions: pinned, systemNodes } = settings;
  const place = { clusterName, region, account, cluster: api.eks.name, version };
  const context = { clusterName, redundancy, tags };
  const plugIns = installEksAddons(
    name,
    "before-nodes",
    { ...place, pinned, context, installed: {} },
    { ...options, dependsOn: [api.component] },
  );
  const nodes = createSystemNodes(
    `${name}-system`,
    { ...place, settings: systemNodes, subnets: network.subnets.private, tags },
    { ...options, dependsOn: [network, ...Object.values(plugIns)] },
  );
  const addons = installEksAddons(
    name,
    "on-nodes",
    { ...place, pinned, context, installed: plugIns },
    { ...options, dependsOn: [nodes] },
  );
  return { nodes, addons };
}
