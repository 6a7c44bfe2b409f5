// a role arrives as a reference, from which its module creates a resource
import "@pulumi/aws/iam/index.js";
import { Cluster } from "@pulumi/aws/eks/cluster.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { accepted } from "../arguments.ts";
import type { RemoteComponent } from "../component.ts";
import { createAccessEntries } from "./access-entries.ts";
import { type ClusterArgs, clusterArgs } from "./cluster-args.ts";
import { kubeconfigOf } from "./kubeconfig.ts";
import { stateOf } from "./state.ts";

const type = "eks:index:Cluster";

class ClusterComponent extends pulumi.ComponentResource {
  finish(outputs: pulumi.Inputs): void {
    this.registerOutputs(outputs);
  }
}

/**
 * `eks.Cluster` without default node group, security groups and add-ons, with access entries: its children, their names, inputs, parents
 * and dependencies are those of the real component, github.com/pulumi/pulumi-eks, nodejs/eks/cluster at v4.3.0. What it does not do:
 * it does not look for an AWS CLI on the PATH, and asks no healthz.
 */
export const createCluster: RemoteComponent = (name, inputs, options) => {
  const args = accepted(type, clusterArgs, inputs);
  judge(args);
  const component = new ClusterComponent(type, name, {}, options);
  const parent = { parent: component };
  const cluster = new Cluster(`${name}-eksCluster`, controlPlane(name, args), {
    ...parent,
    ignoreChanges: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
    ],
  });
  const own = kubeconfigOf(cluster, args, { withProfile: true });
  const provider = new Provider(
    `${name}-eks-k8s`,
    { kubeconfig: own.apply((config) => JSON.stringify(config)) },
    parent,
  );
  createAccessEntries(name, args, cluster, component);
  const kubeconfig = kubeconfigOf(cluster, args, { withProfile: false });
  const state = stateOf(args, { cluster, provider, kubeconfig });
  component.finish(state);
  return { urn: component.urn, state };
};

/** @throws Error in the component's words */
function judge({ subnetIds, publicSubnetIds, privateSubnetIds }: ClusterArgs): void {
  if (subnetIds !== undefined && (publicSubnetIds ?? privateSubnetIds) !== undefined)
    throw new Error(
      "subnetIds, and the use of publicSubnetIds and/or privateSubnetIds are mutually exclusive. Choose a single approach.",
    );
}

/** Subnets of the control plane's interfaces: the given ones, or the public and then the private ones. */
export function subnetsOf(args: ClusterArgs): pulumi.Input<pulumi.Input<string>[]> {
  const { subnetIds, publicSubnetIds = [], privateSubnetIds = [] } = args;
  return (
    subnetIds ??
    pulumi
      .all([publicSubnetIds, privateSubnetIds])
      .apply(([publicIds, privateIds]) => [...publicIds, ...privateIds])
  );
}

function controlPlane(
  component: string,
  args: ClusterArgs,
): ConstructorParameters<typeof Cluster>[1] {
  const { encryptionConfigKeyArn: key, kubernetesServiceIpAddressRange: range } = args;
  return {
    name: args.name,
    roleArn: pulumi.output(args.serviceRole).apply(({ arn }) => arn),
    ...(range === undefined
      ? {}
      : {
          kubernetesNetworkConfig: pulumi
            .output(range)
            .apply((serviceIpv4Cidr) => ({ serviceIpv4Cidr, ipFamily: "ipv4" })),
        }),
    bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
    vpcConfig: {
      subnetIds: subnetsOf(args),
      endpointPrivateAccess: args.endpointPrivateAccess,
      endpointPublicAccess: args.endpointPublicAccess,
      publicAccessCidrs: args.publicAccessCidrs && cidrsOf(args),
    },
    version: args.version,
    enabledClusterLogTypes: args.enabledClusterLogTypes,
    tags: pulumi
      .all([args.tags, args.clusterTags])
      .apply(([tags, own]) => ({ Name: `${component}-eksCluster`, ...own, ...tags })),
    ...(key === undefined
      ? {}
      : {
          encryptionConfig: pulumi
            .output(key)
            .apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] })),
        }),
    accessConfig: {
      authenticationMode: args.authenticationMode,
      bootstrapClusterCreatorAdminPermissions: true,
    },
    upgradePolicy: args.upgradePolicy,
    deletionProtection: args.deletionProtection,
  };
}

function cidrsOf({
  publicAccessCidrs,
  endpointPublicAccess,
}: ClusterArgs): pulumi.Output<string[]> {
  return pulumi
    .all([publicAccessCidrs ?? [], endpointPublicAccess ?? true])
    .apply(([cidrs, isPublic]) => {
      if (isPublic) return cidrs;
      throw new Error("`publicAccessCidrs` can only be set when `endpointPublicAccess` is true");
    });
}
