import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterOutputs, ControlPlane } from "../control-plane.ts";
import { type Api, createApi, type EksArgs, type AwsOptions } from "./api.ts";
import { EksAccount } from "./pod-identity.ts";
import { createCaches, createRepositories } from "./repositories.ts";
import { createStorageClasses } from "./storage.ts";
import type { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import { type EksAddons, installEksAddons } from "./addons.ts";
import { createSystemNodes } from "./system-nodes.ts";

export type { EksArgs } from "./api.ts";

/**
 * Makes a control plane on EKS with its system nodes and EKS add-ons. Later resources depend on earlier ones, so a destroy deletes them
 * in the reverse order: DNS and drivers, nodes, network plug-in, access, control plane, log group and key.
 */
export function createControlPlane(name: string, args: EksArgs, options: AwsOptions): ControlPlane {
  const { settings, clusterName, region, data, repositories = [] } = args;
  const { provider: aws, ...within } = options;
  const account = getCallerIdentityOutput({}, options).accountId;
  const api = createApi(name, args, account, options);
  const compute = createCompute(name, { ...args, account, api }, options);
  createRepositories(`${name}-images`, { repositories, data }, options);
  createCaches(`${name}-cache`, { clusterName, secrets: settings.pullThrough }, options);
  const ready = [...api.access, compute.nodes, ...Object.values(compute.addons)];
  const { provider, eks, securityGroupId, kubeconfig } = api;
  const inside = { ...within, provider, dependsOn: ready };
  return {
    provider,
    ready: [...ready, ...createStorageClasses(name, { data }, inside)],
    account: new EksAccount({ clusterName, region, account, cluster: eks.name, provider: aws }),
    kubeconfig,
    securityGroupId,
    systemNodes: {
      groupName: compute.nodes.nodeGroupName,
      count: settings.systemNodes.count,
    },
    outputs: outputsOf(api, compute),
  };
}

function outputsOf({ eks, kubeconfig }: Api, { addons }: Compute): ClusterOutputs {
  const versions = Object.entries(addons).map(([name, one]) => [name, one.addonVersion]);
  return {
    name: eks.name,
    endpoint: eks.endpoint,
    version: eks.version,
    kubeconfig: pulumi.secret(kubeconfig),
    addonVersions: Object.fromEntries(versions),
  };
}

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
