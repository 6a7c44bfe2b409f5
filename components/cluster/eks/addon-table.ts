import type { Redundancy } from "../../platform.ts";
import { onSystemNodes } from "../system-nodes.ts";

/** What the configuration of an add-on may depend on. */
export interface EksAddonContext {
  readonly clusterName: string;
  readonly redundancy: Redundancy;
  /** Tags of what the add-on makes in the account. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Configuration by the schema that `aws eks describe-addon-configuration` shows: EKS refuses a key that it has not. Only keys that AWS has
 * published, or that somebody runs an add-on with, stand here; sandbox/cloud/services/eks/addon-keys.ts has them with their sources.
 */
export type AddonValues = Readonly<Record<string, unknown>>;

/** An add-on that EKS installs. */
export interface EksAddon {
  /** Whether nodes need it to become ready, or it needs nodes: without any, `coredns` stays degraded for twenty minutes and fails. */
  readonly runs: "before-nodes" | "on-nodes";
  /** Add-ons that must be there before. */
  readonly requires: readonly EksAddonName[];
  /** Service account in `kube-system` with a role of its own, and AWS's policy for it. @default none */
  readonly identity?: {
    readonly serviceAccount: string;
    readonly policyArn: string;
    /** Whether its calls to EC2 make volumes. @default false */
    readonly encryptsVolumes?: boolean;
  };
  /** @default the add-on's own */
  readonly values?: (context: EksAddonContext) => AddonValues;
}

const managed = "arn:aws:iam::aws:policy";

/** Pods of what can be doubled. */
const replicas = ({ redundancy }: EksAddonContext): number => (redundancy === "zonal" ? 2 : 1);

/** The add-ons of every cluster: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const eksAddonTable: Readonly<Record<EksAddonName, EksAddon>> = {
  // runs on the host's network, so it can give the network plug-in its credentials
  "eks-pod-identity-agent": { runs: "before-nodes", requires: [] },
  "vpc-cni": {
    runs: "before-nodes",
    requires: ["eks-pod-identity-agent"],
    identity: { serviceAccount: "aws-node", policyArn: `${managed}/AmazonEKS_CNI_Policy` },
    values: () => ({
      enableNetworkPolicy: "true",
      // EKS reckons a node's most pods by it, so it is there before the nodes:
      // https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses-procedure.html
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    }),
  },
  "kube-proxy": { runs: "before-nodes", requires: [] },
  coredns: {
    runs: "on-nodes",
    requires: [],
    // names must resolve while one node is replaced, on the cheapest cluster too
    values: () => ({
      replicaCount: 2,
      ...onSystemNodes,
      resources: { requests: { cpu: "50m", memory: "70Mi" }, limits: { memory: "170Mi" } },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
    }),
  },
  "snapshot-controller": {
    runs: "on-nodes",
    requires: [],
    // two pods, its default: its schema is the poorest of all
    values: () => onSystemNodes,
  },
  "aws-ebs-csi-driver": {
    runs: "on-nodes",
    // it looks for the definitions of snapshots when it starts
    requires: ["snapshot-controller"],
    identity: {
      serviceAccount: "ebs-csi-controller-sa",
      policyArn: `${managed}/service-role/AmazonEBSCSIDriverPolicy`,
      encryptsVolumes: true,
    },
    values: (context) => ({
      controller: {
        replicaCount: replicas(context),
        ...onSystemNodes,
        // volumes of claims have no resource of Pulumi: by these they are found, and by the cluster's name, which EKS gives the driver
        extraVolumeTags: context.tags,
      },
    }),
  },
  "metrics-server": {
    runs: "on-nodes",
    requires: [],
    values: (context) => ({
      replicas: replicas(context),
      ...onSystemNodes,
    }),
  },
  // reports a broken disk, network, kernel or container runtime as a condition of its node, by which Karpenter and EKS replace the node
  "eks-node-monitoring-agent": { runs: "on-nodes", requires: [] },
};

/** Add-ons that EKS installs and keeps, in the order of their needs. Without a load of AWS's classes: settings name them. */
export const eksAddonNames = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "coredns",
  "snapshot-controller",
  "aws-ebs-csi-driver",
  "metrics-server",
  "eks-node-monitoring-agent",
] as const;

export type EksAddonName = (typeof eksAddonNames)[number];
