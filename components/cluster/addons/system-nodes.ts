import type { AddonContext, HelmValues } from "./addon.ts";

/** Label of the node group that is there before Karpenter's nodes are, and its taint: nothing else is scheduled there. */
export const systemPool = { "hanok.dev/pool": "system" } as const;
export const systemTaint = {
  key: "CriticalAddonsOnly",
  operator: "Equal",
  value: "true",
  effect: "NoSchedule",
} as const;

/** Pods of what the cluster itself cannot do without, by the names that most charts give it. A borrowed cluster has no such nodes. */
export const onSystemNodes = ({ aws }: AddonContext): HelmValues =>
  aws === undefined ? {} : { nodeSelector: systemPool, tolerations: [systemTaint] };
