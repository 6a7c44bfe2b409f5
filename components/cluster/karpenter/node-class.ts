import { discovery, nodeRole } from "./names.ts";
import type { Ec2NodeClass } from "./types.ts";

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
