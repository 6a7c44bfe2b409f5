import { createRequire } from "node:module";
import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { Cluster, type ClusterArgs as PulumiEksArgs } from "@pulumi/eks/cluster.js";
import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, PlatformNetwork } from "../../platform.ts";
import { logTypes } from "./logs.ts";
import type { EksOptions } from "./options.ts";

// Registers the classes of what the component returns, as components/network/vpc.ts does: otherwise a reference is read as its URN.
createRequire(import.meta.url)("@pulumi/aws/eks/index.js");

export interface ClusterArgs {
  readonly settings: EksOptions;
  readonly clusterName: string;
  readonly network: Pick<PlatformNetwork, "vpcId" | "subnets" | "serviceCidr">;
  readonly data: DataPolicy;
  readonly role: Role;
  readonly keyArn: pulumi.Input<string>;
}

/** A control plane of EKS. */
export interface EksCluster {
  /** What it holds goes before it. */
  readonly component: pulumi.Resource;
  /** The cluster itself, which the component made. */
  readonly eks: pulumi.Output<AwsCluster>;
  /** Made by EKS: of its network interfaces and of every node. */
  readonly securityGroupId: pulumi.Output<string>;
}

/** Makes the control plane by the component of @pulumi/eks, and nothing else of what that can make. */
export function createCluster(
  name: string,
  args: ClusterArgs,
  options: pulumi.ComponentResourceOptions,
): EksCluster {
  const component = new Cluster(name, pulumiEksArgs(args), {
    ...options,
    transforms: [withoutCreator(args.data)],
  });
  return {
    component,
    eks: component.eksCluster,
    securityGroupId: component.eksCluster.vpcConfig.clusterSecurityGroupId,
  };
}

/** The arguments of the component. */
export function pulumiEksArgs({
  settings,
  clusterName,
  network,
  data,
  role,
  keyArn,
}: ClusterArgs): PulumiEksArgs {
  const { version, publicAccess } = settings;
  return {
    name: clusterName,
    version,
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: data === "keep",
    serviceRole: role,
    encryptionConfigKeyArn: keyArn,
    enabledClusterLogTypes: [...logTypes],
    vpcId: network.vpcId,
    privateSubnetIds: network.subnets.private.slice(0, controlPlaneZones).map(({ id }) => id),
    kubernetesServiceIpAddressRange: network.serviceCidr,
    endpointPrivateAccess: true,
    endpointPublicAccess: publicAccess.length > 0,
    ...(publicAccess.length > 0 ? { publicAccessCidrs: [...publicAccess] } : {}),
    authenticationMode: "API",
    // nodes, add-ons and groups are ours, in the order of their needs
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    createInstanceRole: false,
    bootstrapSelfManagedAddons: false,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    corednsAddonOptions: { enabled: false },
    // otherwise it writes AWS_PROFILE of the machine into the kubeconfig of a provider of its own, which changes with who runs it
    providerCredentialOpts: {},
  };
}

/**
 * Zones with network interfaces of the control plane. EKS demands two, and refuses any other zone later
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html); nodes may stand in more.
 */
const controlPlaneZones = 2;

/**
 * Changes what the component makes and has no argument for. It gives the principal that creates the cluster an access entry of which no
 * state knows, and which the principal's own one would collide with; and it would hand its protection on to everything below.
 */
export function withoutCreator(data: DataPolicy): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== "aws:eks/cluster:Cluster") return undefined;
    const accessConfig: unknown = props["accessConfig"];
    return {
      props: {
        ...props,
        accessConfig: {
          ...(typeof accessConfig === "object" ? accessConfig : {}),
          bootstrapClusterCreatorAdminPermissions: false,
        },
      },
      // a transform turns what is not said into false, and two clusters of one name cannot be
      opts: { ...opts, protect: data === "keep", deleteBeforeReplace: true },
    };
  };
}
