import { Tag } from "@pulumi/aws/ec2/tag.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, PlatformNetwork, Redundancy } from "../../platform.ts";
import type { AwsContext, ControlPlane, MakeControlPlane } from "../control-plane.ts";
import type { KubeClient } from "../existing.ts";
import { createAccess } from "./access.ts";
import { type EksAddons, installEksAddons } from "./addons.ts";
import { createCluster } from "./cluster.ts";
import { createKey } from "./key.ts";
import { createLogs } from "./logs.ts";
import type { EksOptions } from "./options.ts";
import { permitIn } from "./permit.ts";
import { createKubeconfig, createProvider, identityOf } from "./provider.ts";
import { createCaches, createRepositories } from "./repositories.ts";
import { createServiceRole } from "./service-role.ts";
import { createStorageClasses } from "./storage.ts";
import { createSystemNodes } from "./system-nodes.ts";

export interface EksArgs extends AwsContext {
  readonly settings: EksOptions;
  /** Nodes depend on the whole of it: without its NAT they would find no image. */
  readonly network: PlatformNetwork & pulumi.Resource;
  /** Of AWS. */
  readonly provider: pulumi.ProviderResource;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly kubeClient: KubeClient;
  /** Repositories for the images of the environment's systems. @default none */
  readonly repositories?: readonly string[];
  /** Tags of what groups, controllers and add-ons make, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A cluster of the environment's own on EKS. What comes later depends on what stands before it here, so it is deleted in the other
 * direction: workloads, name server and drivers, nodes, network plug-in, access, control plane, log group and key.
 */
export const eksControlPlane =
  (args: EksArgs): MakeControlPlane =>
  (name, { parent }) => {
    const options = { ...(parent && { parent }), provider: args.provider };
    const { settings, clusterName, region, provider: aws, network, data, tags } = args;
    const account = getCallerIdentityOutput({}, options).accountId;
    const place = { clusterName, region, account };
    const key = createKey(name, { ...place, data }, options);
    const service = createServiceRole(`${name}-service`, { ...place, keyArn: key.arn }, options);
    const logs = createLogs(name, { clusterName, ...settings.logs, keyArn: key.arn }, options);
    const { component, eks, securityGroupId } = createCluster(
      name,
      { settings, clusterName, network, data, role: service.role, keyArn: key.arn },
      { ...(parent && { parent }), providers: [aws], dependsOn: [...service.policies, logs] },
    );
    const cluster = eks.name;
    tagSecurityGroup(name, { securityGroupId, clusterName }, options);
    const access = createAccess(name, { ...settings, clusterName: cluster }, options);
    const context = { clusterName, redundancy: args.redundancy, tags };
    const { version, addonVersions: pinned, systemNodes } = settings;
    const addonArgs = { ...place, cluster, version, pinned, context };
    const plugIns = installEksAddons(
      name,
      "before-nodes",
      { ...addonArgs, installed: {} },
      { ...options, dependsOn: [component] },
    );
    const nodes = createSystemNodes(
      `${name}-system`,
      { ...place, settings: systemNodes, cluster, version, subnets: network.subnets.private, tags },
      { ...options, dependsOn: [network, ...Object.values(plugIns)] },
    );
    const addons = installEksAddons(
      name,
      "on-nodes",
      { ...addonArgs, installed: plugIns },
      { ...options, dependsOn: [nodes] },
    );
    const { repositories = [] } = args;
    createRepositories(`${name}-images`, { repositories, data }, options);
    createCaches(`${name}-cache`, { clusterName, secrets: settings.pullThrough }, options);
    const kubeconfig = createKubeconfig({ region, clusterName }, eks);
    const provider = createProvider(
      name,
      { kubeconfig, identity: identityOf(clusterName, eks), kubeClient: args.kubeClient },
      { ...(parent && { parent }), dependsOn: [...access] },
    );
    const installed = [...access, nodes, ...Object.values(addons)];
    const storage = createStorageClasses(
      name,
      { data },
      { ...(parent && { parent }), provider, dependsOn: installed },
    );
    return {
      provider,
      ready: [...installed, ...storage],
      account: {
        region,
        clusterName,
        provider: aws,
        permit: permitIn({ ...place, cluster, provider: aws }),
        securityGroupId,
        systemNodes: { groupName: nodes.nodeGroupName, count: systemNodes.count },
      },
      outputs: {
        name: cluster,
        endpoint: eks.endpoint,
        version: eks.version,
        kubeconfig: pulumi.secret(kubeconfig),
        addonVersions: versionsOf(addons),
      },
    } satisfies ControlPlane;
  };

/** By which Karpenter finds the security group of its nodes: https://karpenter.sh/docs/concepts/nodeclasses/ */
function tagSecurityGroup(
  name: string,
  args: { readonly securityGroupId: pulumi.Input<string>; readonly clusterName: string },
  options: pulumi.CustomResourceOptions,
): void {
  const tag = { key: "karpenter.sh/discovery", value: args.clusterName };
  new Tag(`${name}-discovery`, { resourceId: args.securityGroupId, ...tag }, options);
}

const versionsOf = (addons: EksAddons): Readonly<Record<string, pulumi.Output<string>>> =>
  Object.fromEntries(
    Object.entries(addons).map(([name, { addonVersion }]) => [name, addonVersion]),
  );
