import type { ApiObject } from "../../../sandbox/cluster/api.ts";
import { clusterName, nodeRole, queueName } from "./account.ts";

const discovery = [{ tags: { "karpenter.sh/discovery": clusterName } }];

/** Karpenter's Deployment, with the environment of its chart. */
export const controller = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "karpenter", namespace: "karpenter" },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "karpenter" } },
    template: {
      metadata: { labels: { app: "karpenter" } },
      spec: {
        containers: [
          {
            name: "controller",
            image: "standin.invalid/karpenter",
            env: [
              { name: "CLUSTER_NAME", value: clusterName },
              { name: "INTERRUPTION_QUEUE", value: queueName },
              { name: "EKS_CONTROL_PLANE", value: "true" },
              { name: "FEATURE_GATES", value: "NodeRepair=true" },
            ],
          },
        ],
      },
    },
  },
} satisfies ApiObject & { readonly spec: object };

/** Node classes of both image families: one with our instance profile, one with Karpenter's. */
export const nodeClasses = [
  nodeClass("bottlerocket", "bottlerocket@v1.66.0", { instanceProfile: nodeRole }),
  nodeClass("al2023", "al2023@v20261001", { role: nodeRole }),
];

function nodeClass(name: string, alias: string, identity: object) {
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name },
    spec: {
      ...identity,
      amiSelectorTerms: [{ alias }],
      kubelet: { maxPods: 110 },
      subnetSelectorTerms: discovery,
      securityGroupSelectorTerms: discovery,
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: "4Gi", volumeType: "gp3", encrypted: true } },
        {
          deviceName: "/dev/xvdb",
          ebs: { volumeSize: "40Gi", volumeType: "gp3", encrypted: true },
        },
      ],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    },
  };
}

interface Pool {
  readonly name: string;
  readonly family: "bottlerocket" | "al2023";
  readonly arch: "amd64" | "arm64";
  readonly capacity: readonly string[];
  readonly cpu: number;
  readonly taint?: string;
  readonly zones?: readonly string[];
}

/** Node pools in the form of a profile's. */
export const pools: readonly Pool[] = [
  {
    name: "general",
    family: "bottlerocket",
    arch: "arm64",
    capacity: ["spot", "on-demand"],
    cpu: 1000,
  },
  { name: "intel", family: "al2023", arch: "amd64", capacity: ["on-demand"], cpu: 64 },
  {
    name: "batch",
    family: "al2023",
    arch: "arm64",
    capacity: ["on-demand"],
    cpu: 64,
    taint: "batch",
    zones: ["ap-northeast-2c"],
  },
];

export const nodePool = ({ name, family, arch, capacity, cpu, taint, zones }: Pool) => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name },
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: family },
        expireAfter: "720h",
        requirements: [
          { key: "kubernetes.io/arch", operator: "In", values: [arch] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: capacity },
          { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: ["33"] },
          ...(zones ? [{ key: "topology.kubernetes.io/zone", operator: "In", values: zones }] : []),
        ],
        ...(taint && { taints: [{ key: "hanok.dev/pool", value: taint, effect: "NoSchedule" }] }),
      },
    },
    limits: { cpu },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "5s",
      budgets: [{ nodes: "100%" }],
    },
  },
});

/** EventBridge's message two minutes before AWS interrupts a Spot instance. */
export const interruption = (instance: string): string =>
  JSON.stringify({
    version: "0",
    id: "12345678-1234-1234-1234-123456789012",
    "detail-type": "EC2 Spot Instance Interruption Warning",
    source: "aws.ec2",
    account: "123456789012",
    time: "2026-11-21T00:00:00Z",
    region: "ap-northeast-2",
    resources: [`arn:aws:ec2:ap-northeast-2:123456789012:instance/${instance}`],
    detail: { "instance-id": instance, "instance-action": "terminate" },
  });

/** Pods with half a core each for one pool, spread over the zones. */
export const workload = (
  name: string,
  replicas: number,
  pool: string,
  more: { readonly taint?: string; readonly cpu?: string } = {},
) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "default" },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        nodeSelector: { "karpenter.sh/nodepool": pool },
        ...(more.taint && {
          tolerations: [{ key: "hanok.dev/pool", operator: "Equal", value: more.taint }],
        }),
        terminationGracePeriodSeconds: 0,
        topologySpreadConstraints: more.taint
          ? []
          : [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: { app: name } },
              },
            ],
        containers: [
          {
            name: "one",
            image: "standin.invalid/one",
            resources: { requests: { cpu: more.cpu ?? "500m", memory: "1Gi" } },
          },
        ],
      },
    },
  },
});

/** A volume of EBS in the zone of the pool `batch`. */
export const volume = {
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: "store" },
  spec: {
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteOnce"],
    storageClassName: "static",
    persistentVolumeReclaimPolicy: "Retain",
    csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-0123456789abcdef0" },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              {
                key: "topology.ebs.csi.aws.com/zone",
                operator: "In",
                values: ["ap-northeast-2c"],
              },
            ],
          },
        ],
      },
    },
  },
};

/** A store with one pod and that volume, which must not be disrupted. */
export const store = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "store", namespace: "default" },
  spec: {
    serviceName: "store",
    replicas: 1,
    selector: { matchLabels: { app: "store" } },
    template: {
      metadata: {
        labels: { app: "store" },
        annotations: { "karpenter.sh/do-not-disrupt": "true" },
      },
      spec: {
        nodeSelector: { "karpenter.sh/nodepool": "batch" },
        tolerations: [{ key: "hanok.dev/pool", operator: "Equal", value: "batch" }],
        containers: [
          {
            name: "one",
            image: "standin.invalid/one",
            resources: { requests: { cpu: "500m", memory: "1Gi" } },
            volumeMounts: [{ name: "data", mountPath: "/data" }],
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "static",
          resources: { requests: { storage: "1Gi" } },
        },
      },
    ],
  },
};
