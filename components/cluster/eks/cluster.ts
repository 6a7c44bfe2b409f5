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

// Registers the classes of the component's outputs, like components/network/vpc.ts. Otherwise a reference would be
// read as its URN.
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

/** An EKS control plane. */
export interface EksCluster {
  /** Resources in the cluster depend on it, so they are deleted first. */
  readonly component: pulumi.Resource;
  /** The cluster resource inside the component. */
  readonly eks: pulumi.Output<AwsCluster>;
  /** Created by EKS for its network interfaces and all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
}

/**
 * Creates the control plane with the component of
 * @pulumi/eks, and none of the component's optional resources.
 */
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

/** Arguments of the component. */
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
    // this program creates nodes, add-ons and groups itself, in the order of their dependencies
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    createInstanceRole: false,
    bootstrapSelfManagedAddons: false,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    corednsAddonOptions: { enabled: false },
    // otherwise the component writes the machine's AWS_PROFILE into its kubeconfig, which would differ for each user
    providerCredentialOpts: {},
  };
}

/**
 * Changes children of the component that have no argument. The creator's implicit access entry would not be in the
 * state and would conflict with the creator's explicit entry. The component would also pass its protection on to all
 * children.
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
        // allows people to move traffic and new nodes out of a zone: docs/runbooks/zonal-shift.md
        zonalShiftConfig: { enabled: redundancy === "zonal" },
      },
      // a transform turns unset options into false, and two clusters cannot share one name
      opts: { ...opts, protect: data === "keep", deleteBeforeReplace: true },
    };
  };
}

/** All log types of the control plane: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
export const logTypes = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

/**
 * The log group of the control plane. It must exist before the cluster, because EKS would create one without
 * retention.
 */
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

/** The role of EKS in the account, and the policies that it needs first. */
export interface ServiceRole {
  readonly role: Role;
  readonly policies: readonly pulumi.Resource[];
}

/**
 * Creates the role that EKS assumes for this cluster only
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

/** Permissions of EKS beyond AWS's own policy. */
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
      // the last log lines arrive after the group's deletion and would create it again without retention:
      // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/920
      Sid: "NoOtherLogGroup",
      Effect: "Deny",
      Action: "logs:CreateLogGroup",
      Resource: "*",
    },
  ];
}
