import type { Addon } from "./addon.ts";

/** The custom resource definitions of Karpenter, which follow each upgrade of this chart. It runs nothing. */
export const karpenterCrd = {
  name: "karpenter-crd",
  namespace: "karpenter-crd",
  podSecurity: "restricted",
  runsOn: "system",
  requires: [],
  readiness: { kind: "awaited" },
  timeoutSeconds: 120,
  values: () => ({}),
  footprint: () => [],
} as const satisfies Addon;
