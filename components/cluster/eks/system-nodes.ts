import { LaunchTemplate, type LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";
import { NodeGroup, type NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { instanceType } from "../../check/instance-type.ts";
import type { PlatformNetwork } from "../../platform.ts";
import type { AfterOptions } from "./api.ts";
import type { ClusterPlace } from "./names.ts";
import { createNodeRole } from "./node-role.ts";
import type { SystemNodeOptions } from "./options.ts";
import { nodeDisks, systemLabel, systemTaint } from "../system-nodes.ts";

interface SystemNodesArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly settings: SystemNodeOptions;
  /** Name of the existing cluster. */
  readonly cluster: pulumi.Input<string>;
  /** Minor version of Kubernetes. */
  readonly version: string;
  /** Release of the image with its build, `1.66.0-1a2b3c4d`. */
  readonly release: pulumi.Input<string>;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Input<string>;
  readonly subnets: PlatformNetwork["subnets"]["private"];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Creates the nodes of Karpenter and the platform's other controllers. Karpenter must not run on nodes that it
 * removes.
 * @param options `dependsOn` holds what a node needs to become ready: its network plug-in and a route to the internet
 */
export function createSystemNodes(
  name: string,
  args: SystemNodesArgs,
  options: AfterOptions,
): NodeGroup {
  const { dependsOn, ...within } = options;
  const { account, region, clusterName, tags, keyArn } = args;
  const { role, policies } = createNodeRole(name, { account, region, clusterName }, within);
  const template = new LaunchTemplate(
    name,
    nodeTemplate(`${clusterName}-system`, { tags, keyArn }),
    within,
  );
  return new NodeGroup(
    name,
    {
      ...nodeGroupArgs(args),
      nodeRoleArn: role.arn,
      launchTemplate: {
        id: template.id,
        version: template.latestVersion.apply((version) => String(version)),
      },
    },
    {
      ...within,
      dependsOn: [...dependsOn, ...policies],
      // office hours change it; a new count changes `maxSize` and so creates a new group before the old one is deleted
      ignoreChanges: ["scalingConfig.desiredSize"],
      replaceOnChanges: ["scalingConfig.maxSize"],
    },
  );
}

/** Properties of the group, without its role and template. */
export function nodeGroupArgs({
  settings,
  cluster,
  version,
  release,
  subnets,
}: Pick<SystemNodesArgs, "settings" | "cluster" | "version" | "release" | "subnets">): Omit<
  NodeGroupArgs,
  "nodeRoleArn" | "launchTemplate"
> {
  const { instanceType: type, count } = settings;
  const isArm = instanceType(type)?.architecture === "arm64";
  return {
    clusterName: cluster,
    version,
    releaseVersion: release,
    subnetIds: subnets.map(({ id }) => id),
    amiType: isArm ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64",
    capacityType: "ON_DEMAND",
    instanceTypes: [type],
    labels: { ...systemLabel },
    taints: [{ key: systemTaint.key, value: systemTaint.value, effect: "NO_SCHEDULE" }],
    // only office hours remove nodes, and they may remove all
    scalingConfig: { minSize: 0, desiredSize: count, maxSize: count * 2 },
    updateConfig: { maxUnavailable: 1 },
    nodeRepairConfig: { enabled: true },
  };
}

/**
 * The launch template of the system nodes. It sets no image, instance type or security group, so EKS adds its own. It
 * has no SSH key, because Session Manager provides a shell.
 * @param made tags of the group's resources, which a provider's default tags do not reach, and the ARN of the disks'
 * key
 */
export function nodeTemplate(
  name: string,
  { tags, keyArn }: Pick<SystemNodesArgs, "tags" | "keyArn">,
): LaunchTemplateArgs {
  const own = { ...tags, Name: name };
  return {
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // pods are one hop away and must not reach the node's role
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: Object.entries(nodeDisks).map(([deviceName, volumeSize]) => ({
      deviceName,
      ebs: {
        volumeSize,
        volumeType: "gp3",
        encrypted: "true",
        kmsKeyId: keyArn,
        deleteOnTermination: "true",
      },
    })),
    tagSpecifications: ["instance", "network-interface", "volume"].map((resourceType) => ({
      resourceType,
      tags: own,
    })),
    updateDefaultVersion: true,
    tags: own,
  };
}
