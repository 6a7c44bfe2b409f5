/** Key of the label that says which pool a node belongs to: the system nodes, or one of Karpenter's NodePools. */
export const poolLabel = "hanok.dev/pool";

/** Label of the system nodes: the node group that exists before Karpenter makes any node. The platform's controllers run there. */
export const systemLabel = { [poolLabel]: "system" } as const;

/** Taint of the system nodes. It keeps every other pod away; EKS's own add-ons tolerate the key. */
export const systemTaint = {
  key: "CriticalAddonsOnly",
  value: "true",
  effect: "NoSchedule",
} as const;

/** Fields of a pod that runs on the system nodes and nowhere else. */
export const onSystemNodes = {
  nodeSelector: systemLabel,
  tolerations: [{ key: systemTaint.key, operator: "Exists", effect: systemTaint.effect }],
} as const;

/** Disks of a system node in GiB: Bottlerocket's own, and the one of images, logs and `emptyDir` (https://bottlerocket.dev/en/os/latest/concepts/components/). */
export const nodeDisks = { "/dev/xvda": 4, "/dev/xvdb": 20 } as const;
