import { interruptionQueue, karpenterStatements } from "./permissions.ts";
import {
  type Addon,
  type AddonContext,
  type HelmValues,
  systemPlacement,
} from "../addons/addon.ts";

// one leads, the other stands by
const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 2 : 1);
const settings = ({ aws }: AddonContext): HelmValues =>
  aws === undefined
    ? {}
    : {
        settings: {
          clusterName: aws.clusterName,
          interruptionQueue: interruptionQueue(aws.clusterName),
          eksControlPlane: true,
        },
      };
const resources = { cpu: "250m", memory: "512Mi" } as const;

/** Makes the nodes that pending pods need, and takes away those that nobody needs (https://karpenter.sh). */
export const karpenter = {
  name: "karpenter",
  namespace: "karpenter",
  podSecurity: "restricted",
  identity: { serviceAccount: "karpenter", statements: karpenterStatements },
  runsOn: "system",
  requires: ["karpenter-crd"],
  readiness: { kind: "awaited" },
  timeoutSeconds: 300,
  values: (context) => ({
    replicas: replicas(context),
    ...karpenterPods(replicas(context)),
    serviceAccount: { name: "karpenter" },
    ...systemPlacement(context),
    // the VPC's resolver: it makes nodes also while the cluster's own name server has none
    dnsPolicy: "Default",
    controller: { resources: { requests: resources, limits: { memory: resources.memory } } },
    ...settings(context),
  }),
  footprint: (context) => [
    {
      kind: "Deployment",
      name: "karpenter",
      replicas: replicas(context),
      ...resources,
      startupSeconds: 15,
      spread: replicas(context) > 1 ? "node" : "none",
      budget: true,
    },
  ],
} as const satisfies Addon;

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
