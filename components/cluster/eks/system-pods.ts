/** Label of the nodes that the platform's own controllers run on. */
export const systemLabel = { "hanok.dev/pool": "system" } as const;

/** Keeps everything else away from them. EKS's own add-ons know the key. */
export const systemTaint = {
  key: "CriticalAddonsOnly",
  value: "true",
  effect: "NoSchedule",
} as const;

/** What a pod needs to run on those nodes, and on no other. */
export const onSystemNodes = {
  nodeSelector: systemLabel,
  tolerations: [{ key: systemTaint.key, operator: "Exists", effect: systemTaint.effect }],
} as const;
