import { createRequire } from "node:module";
import type { Cluster as AwsCluster } from "@pulumi/aws/eks/cluster.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { Cluster, type ClusterArgs as PulumiEksArgs } from "@pulumi/eks/cluster.js";
import type { DataPolicy, PlatformNetwork, Redundancy } from "../../platform.ts";
import type { EksOptions } from "./options.ts";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { LogRetentionDays } from "../../check/log-retention.ts";
import { clusterArn, type ClusterPlace, controlPlaneZones, logGroupName } from "./names.ts";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document, type Statement } from "../../iam/policy-document.ts";

// Registers the classes of what the component returns, as components/network/vpc.ts does: otherwise a reference is read as its URN.
createRequire(import.meta.url)("@pulumi/aws/eks/index.js");

export interface ClusterArgs {
  readonly settings: EksOptions;
  readonly clusterName: string;
  readonly network: Pick<PlatformNetwork, "vpcId" | "subnets" | "serviceCidr">;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
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
    transforms: [withoutCreator(args)],
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
 * Changes what the component makes and has no argument for. It gives the principal that creates the cluster an access entry of which no
 * state knows, and which the principal's own one would collide with; and it would hand its protection on to everything below.
 */
export function withoutCreator({
  data,
  redundancy,
}: Pick<ClusterArgs, "data" | "redundancy">): pulumi.ResourceTransform {
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
        // lets a person move pods' traffic and new nodes out of a zone: docs/runbooks/zonal-shift.md
        zonalShiftConfig: { enabled: redundancy === "zonal" },
      },
      // a transform turns what is not said into false, and two clusters of one name cannot be
      opts: { ...opts, protect: data === "keep", deleteBeforeReplace: true },
    };
  };
}

/** What the control plane can write: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
export const logTypes = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

/** The log group of the control plane, which is there before EKS would make one that keeps everything for ever. */
export function createLogs(
  name: string,
  args: {
    readonly clusterName: string;
    readonly retentionDays: LogRetentionDays;
    readonly keyArn: pulumi.Input<string>;
  },
  options: pulumi.CustomResourceOptions,
): LogGroup {
  const { clusterName, retentionDays, keyArn } = args;
  return new LogGroup(
    name,
    {
      name: logGroupName(clusterName),
      retentionInDays: retentionDays,
      kmsKeyId: keyArn,
      tags: { Name: name },
    },
    options,
  );
}

interface ServiceRoleArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

/** The role by which EKS acts in the account, and what must be attached before it does. */
export interface ServiceRole {
  readonly role: Role;
  readonly policies: readonly pulumi.Resource[];
}

/**
 * Makes the role that EKS takes for this one cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html).
 */
export function createServiceRole(
  name: string,
  { account, keyArn, ...place }: ServiceRoleArgs,
  options: pulumi.CustomResourceOptions,
): ServiceRole {
  const role = new Role(
    name,
    {
      description: `EKS, for ${place.clusterName}`,
      assumeRolePolicy: pulumi.output(account).apply((id) => {
        const condition = { ArnLike: { "aws:SourceArn": clusterArn({ ...place, account: id }) } };
        return document([assumedBy("eks.amazonaws.com", condition)]);
      }),
      tags: { Name: name },
    },
    options,
  );
  const managed = new RolePolicyAttachment(
    name,
    { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    options,
  );
  const policy = pulumi.output(keyArn).apply((arn) => document(serviceStatements(arn)));
  return {
    role,
    policies: [managed, new RolePolicy(name, { role: role.name, policy }, options)],
  };
}

/** What EKS may do beside AWS's own policy. */
export function serviceStatements(keyArn: string): readonly Statement[] {
  return [
    {
      // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
      Sid: "EncryptSecrets",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
      Resource: keyArn,
    },
    {
      // the last lines arrive when the group is gone already, and would make it anew, without an end:
      // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/920
      Sid: "NoOtherLogGroup",
      Effect: "Deny",
      Action: "logs:CreateLogGroup",
      Resource: "*",
    },
  ];
}
