import type { HelmValues } from "./addon.ts";

/**
 * The chart's own spread holds a pod back as long as one zone has none (`DoNotSchedule`). A node that is drained, or of a lost zone, counts
 * as long as it is there, so the second pod would wait for a node of the one right zone. What the two must have is a node each, which the
 * chart's affinity says.
 */
const spread = {
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
  ],
} as const;

/**
 * Helm takes a Deployment to be ready that lacks `maxUnavailable` of its pods (pkg/kube/ready.go): with the chart's 1, a release of one
 * pod would be ready without any. So its successor comes before it goes, and may stand beside it, where there is but one node.
 */
const alone = {
  strategy: { rollingUpdate: { maxUnavailable: 0 } },
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } },
} as const;

/** How Karpenter's pods come, and where they stand. A list takes the place of the chart's; a map joins it. */
export const karpenterPods = (replicas: number): HelmValues => ({
  ...spread,
  ...(replicas === 1 ? alone : {}),
});
