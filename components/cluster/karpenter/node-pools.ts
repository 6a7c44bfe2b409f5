import { poolLabel } from "../system-nodes.ts";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import * as pulumi from "@pulumi/pulumi";
import type { NodePoolOptions } from "./options.ts";
import { discovery, nodeRole } from "./permissions.ts";
import type { Ec2NodeClass, NodePool, Requirement } from "./types.ts";

export interface NodePoolsArgs extends NodeClassArgs {
  readonly pools: Readonly<Record<string, NodePoolOptions>>;
  readonly zones: readonly string[];
}

/**
 * Makes the node class and the pools. Their deletion is the end of the nodes: the API server deletes a pool's NodeClaims first, because it is
 * told to delete in the foreground, and keeps the pool until Karpenter has taken its finalizer from the last of them; the class has a finalizer
 * of its own. The provider waits for both, so whoever runs Karpenter, and what the nodes need in the account, is still there.
 */
export function createNodePools(
  name: string,
  { pools, zones, ...classArgs }: NodePoolsArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { metadata, ...rest } = nodeClass(classArgs);
  const made = new CustomResource(
    `${name}-node-class`,
    {
      ...rest,
      // a class whose image, subnets or group nobody finds would leave pods waiting without a word
      metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    },
    { ...options, customTimeouts: { create: "5m", delete: "15m" } },
  );
  return Object.entries(pools).map(([key, pool]) => {
    const args = { name: key, options: pool, nodeClass: metadata.name, zones };
    return new CustomResource(
      `${name}-node-pool-${key}`,
      { ...nodePool(args) },
      pulumi.mergeOptions(options, { dependsOn: [made], customTimeouts: { delete: "30m" } }),
    );
  });
}

/**
 * Bottlerocket's release, exact: with `latest` each release would replace every node the day it comes out. 1.61 is the first with images for
 * Kubernetes 1.36 (https://github.com/bottlerocket-os/bottlerocket/releases); of both architectures.
 */
export const bottlerocket = "v1.66.0";

/**
 * Pods of a node where VPC CNI delegates prefixes, for nodes below 30 vCPUs
 * (https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html). Karpenter itself would count addresses without prefixes.
 */
export const maxPods = 110;

export interface NodeClassArgs {
  readonly clusterName: string;
  /** Tags of the instances and their disks, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The one node class: all pools differ in what they ask for, not in how a node is made. */
export function nodeClass({ clusterName, tags }: NodeClassArgs): Ec2NodeClass {
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "default", labels: { "app.kubernetes.io/managed-by": "hanok" } },
    spec: {
      amiSelectorTerms: [{ alias: `bottlerocket@${bottlerocket}` }],
      // made by us, so that the controller writes nothing to IAM
      instanceProfile: nodeRole(clusterName),
      subnetSelectorTerms: [{ tags: discovery(clusterName) }],
      securityGroupSelectorTerms: [{ tags: discovery(clusterName) }],
      associatePublicIPAddress: false,
      // Bottlerocket's two disks: its own, and that of images and pods
      blockDeviceMappings: [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "40Gi")],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        // one hop is the node itself: no pod takes the node's role
        httpPutResponseHopLimit: 1,
        httpTokens: "required",
      },
      kubelet: { maxPods },
      tags: { ...tags, Name: `${clusterName}-karpenter` },
    },
  };
}

function disk(deviceName: string, volumeSize: string) {
  return {
    deviceName,
    ebs: { volumeType: "gp3", volumeSize, encrypted: true, deleteOnTermination: true },
  } as const;
}

export interface NodePoolArgs {
  readonly name: string;
  readonly options: NodePoolOptions;
  /** Name of the EC2NodeClass. */
  readonly nodeClass: string;
  readonly zones: readonly string[];
}

/** A pool as Karpenter takes it. */
export function nodePool({ name, options, nodeClass, zones }: NodePoolArgs): NodePool {
  const { limits, weight, consolidation, budgets } = options;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "hanok" } },
    spec: {
      template: {
        metadata: { labels: { [poolLabel]: name } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClass },
          requirements: requirements(options, zones),
          expireAfter: options.expireAfter,
          terminationGracePeriod: options.terminationGracePeriod,
        },
      },
      limits: { cpu: String(limits.cpu), memory: limits.memory },
      weight,
      disruption: {
        consolidationPolicy: consolidation.policy,
        consolidateAfter: consolidation.after,
        budgets,
      },
    },
  };
}

/** Categories and sizes rather than instance types, so that Spot has many to choose from. */
function requirements(
  { capacity, architectures, categories, minGeneration, nodeCpu }: NodePoolOptions,
  zones: readonly string[],
): readonly Requirement[] {
  const among = (key: string, values: readonly string[]): Requirement => ({
    key,
    operator: "In",
    values: [...values].sort(),
  });
  const ec2 = "karpenter.k8s.aws/instance";
  return [
    among("kubernetes.io/os", ["linux"]),
    among("kubernetes.io/arch", architectures),
    among("karpenter.sh/capacity-type", capacity),
    among("topology.kubernetes.io/zone", zones),
    among(`${ec2}-category`, categories),
    { key: `${ec2}-generation`, operator: "Gt", values: [String(minGeneration - 1)] },
    { key: `${ec2}-cpu`, operator: "Gt", values: [String(nodeCpu.min - 1)] },
    { key: `${ec2}-cpu`, operator: "Lt", values: [String(nodeCpu.max + 1)] },
  ];
}
