import type { Redundancy } from "../../platform.ts";
import { onSystemNodes } from "../system-nodes.ts";

/** Input of an add-on's configuration. */
export interface EksAddonContext {
  readonly clusterName: string;
  readonly redundancy: Redundancy;
  /** Tags of resources that the add-on creates in the account. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Configuration by the schema of `aws eks describe-addon-configuration`; EKS rejects unknown keys. Only published or proven keys
 * are used; sandbox/cloud/services/eks/addon-keys.ts lists them with their sources.
 */
export type AddonValues = Readonly<Record<string, unknown>>;

/** An EKS add-on. */
export interface EksAddon {
  /** Whether nodes need it, or it needs nodes: without nodes `coredns` is degraded for twenty minutes and fails. */
  readonly runs: "before-nodes" | "on-nodes";
  /** Add-ons that must be installed first. */
  readonly requires: readonly EksAddonName[];
  /** Service account in `kube-system` with its own role and an AWS managed policy. @default none */
  readonly identity?: {
    readonly serviceAccount: string;
    readonly policyArn: string;
    /** Whether it creates EC2 volumes. @default false */
    readonly encryptsVolumes?: boolean;
  };
  /** @default the add-on's own */
  readonly values?: (context: EksAddonContext) => AddonValues;
}

const managed = "arn:aws:iam::aws:policy";

/** Number of pods of components that can be redundant. */
const replicas = ({ redundancy }: EksAddonContext): number => (redundancy === "zonal" ? 2 : 1);

/** The add-ons of all clusters: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const eksAddonTable: Readonly<Record<EksAddonName, EksAddon>> = {
  // uses the host's network, so that it can provide the network plug-in's credentials
  "eks-pod-identity-agent": { runs: "before-nodes", requires: [] },
  "vpc-cni": {
    runs: "before-nodes",
    requires: ["eks-pod-identity-agent"],
    identity: { serviceAccount: "aws-node", policyArn: `${managed}/AmazonEKS_CNI_Policy` },
    values: () => ({
      enableNetworkPolicy: "true",
      // determines the maximum number of pods, so it is installed before the nodes:
      // https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses-procedure.html
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    }),
  },
  "kube-proxy": { runs: "before-nodes", requires: [] },
  coredns: {
    runs: "on-nodes",
    requires: [],
    // names must resolve while one node is replaced, even in the cheapest cluster
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
    // two pods by default; its schema has few keys
    values: () => onSystemNodes,
  },
  "aws-ebs-csi-driver": {
    runs: "on-nodes",
    // needs the CRDs of snapshots when it starts
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
        // volumes of claims are no Pulumi resources; these tags and the cluster's name identify them
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
  // reports broken disks, networks, kernels and runtimes as node conditions, by which Karpenter and EKS replace nodes
  "eks-node-monitoring-agent": { runs: "on-nodes", requires: [] },
};

/** Names of the EKS add-ons in the order of their dependencies. Settings use this list, so it does not load AWS's classes. */
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
