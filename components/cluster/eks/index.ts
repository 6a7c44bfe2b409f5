import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterOutputs, MakeControlPlane } from "../control-plane.ts";
import { type Api, createApi } from "./api.ts";
import type { EksArgs } from "./args.ts";
import { type Compute, createCompute } from "./compute.ts";
import { podIdentityIn } from "./pod-identity.ts";
import { createCaches, createRepositories } from "./repositories.ts";
import { createStorageClasses } from "./storage.ts";

export type { EksArgs } from "./args.ts";

/**
 * A cluster of the environment's own on EKS. What comes later depends on what stands before it, so it is deleted in the other
 * direction: workloads, name server and drivers, nodes, network plug-in, access, control plane, log group and key.
 */
export const eksControlPlane =
  (args: EksArgs): MakeControlPlane =>
  (name, { parent }) => {
    const { settings, clusterName, region, provider: aws, data, repositories = [] } = args;
    const within = parent === undefined ? {} : { parent };
    const options = { ...within, provider: aws };
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
      account: {
        region,
        clusterName,
        kubeconfig,
        createPodIdentity: podIdentityIn({
          clusterName,
          region,
          account,
          cluster: eks.name,
          provider: aws,
        }),
        provider: aws,
        securityGroupId,
        systemNodes: {
          groupName: compute.nodes.nodeGroupName,
          count: settings.systemNodes.count,
        },
      },
      outputs: outputsOf(api, compute),
    };
  };

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
