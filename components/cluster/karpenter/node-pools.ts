import type { IEC2NodeClass } from "@kubernetes-models/karpenter/karpenter.k8s.aws/v1/EC2NodeClass";
import type { INodePool } from "@kubernetes-models/karpenter/karpenter.sh/v1/NodePool";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import * as pulumi from "@pulumi/pulumi";
import type { NodePoolOptions } from "./options.ts";
import { discovery, nodeRole } from "./permissions.ts";
import { poolLabel } from "../system-nodes.ts";

export interface NodePoolsArgs extends NodeClassArgs {
  /** ARN of the environment's key, which encrypts the disks of the nodes. */
  readonly keyArn: pulumi.Input<string>;
  readonly pools: Readonly<Record<string, NodePoolOptions>>;
  readonly zones: readonly string[];
}

/**
 * Creates the node class and the pools. Deleting them terminates the nodes. The deletion is in the foreground, so the API server deletes a
 * pool's NodeClaims first. It keeps the pool until Karpenter has removed its finalizer from the last of them. The class has a finalizer of
 * its own. The provider waits for both, so Karpenter and the nodes' AWS resources outlive the nodes.
 */
export function createNodePools(
  name: string,
  { pools, zones, keyArn, ...classArgs }: NodePoolsArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { metadata, spec, ...rest } = nodeClass(classArgs);
  const made = new CustomResource(
    `${name}-node-class`,
    {
      ...rest,
      // with a missing image, subnet or security group, pods would stay pending without an error
      metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
      spec: {
        ...spec,
        blockDeviceMappings: spec.blockDeviceMappings.map(({ ebs, ...mapping }) => ({
          ...mapping,
          ebs: { ...ebs, kmsKeyID: keyArn },
        })),
      },
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
 * Maximum pods of a node below 30 vCPUs with prefix delegation by the VPC CNI
 * (https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html). Karpenter's own calculation ignores prefixes.
 */
export const maxPods = 110;

export interface NodeClassArgs {
  /** Release of Bottlerocket, `1.66.0`. With `latest`, each new release would replace every node on its release day. */
  readonly nodeImage: string;
  readonly clusterName: string;
  /** Tags of the instances and their disks, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The only node class, without its key, which is an output. The pools differ in their requirements, not in how EC2 creates a node. */
export function nodeClass({ clusterName, tags, nodeImage }: NodeClassArgs) {
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "default", labels: { "app.kubernetes.io/managed-by": "hanok" } },
    spec: {
      amiSelectorTerms: [{ alias: `bottlerocket@v${nodeImage}` }],
      // created by this program, so that the controller needs no write access to IAM
      instanceProfile: nodeRole(clusterName),
      subnetSelectorTerms: [{ tags: discovery(clusterName) }],
      securityGroupSelectorTerms: [{ tags: discovery(clusterName) }],
      associatePublicIPAddress: false,
      // Bottlerocket's two disks: the system's, and the one for images and pods
      blockDeviceMappings: [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "40Gi")],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        // one hop reaches only the node itself, so that no pod can use the node's role
        httpPutResponseHopLimit: 1,
        httpTokens: "required",
      },
      kubelet: { maxPods },
      tags: { ...tags, Name: `${clusterName}-karpenter` },
    },
  } satisfies IEC2NodeClass;
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

/** A pool as Karpenter's custom resource. */
export function nodePool({ name, options, nodeClass, zones }: NodePoolArgs) {
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
        budgets: budgets.map(({ reasons, ...budget }) => ({
          ...budget,
          ...(reasons === undefined ? {} : { reasons: [...reasons] }),
        })),
      },
    },
  } satisfies INodePool;
}

type Requirement = INodePool["spec"]["template"]["spec"]["requirements"][number];

/** Instance categories and sizes instead of instance types, so that Spot has many types to choose from. */
function requirements(
  { capacity, architectures, categories, minGeneration, nodeCpu }: NodePoolOptions,
  zones: readonly string[],
): Requirement[] {
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
