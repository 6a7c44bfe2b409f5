import { interruptionQueue, karpenterStatements } from "./permissions.ts";
import {
  type Addon,
  type AddonContext,
  type HelmValues,
  imageOf,
  systemPlacement,
} from "../addons/addon.ts";

// one is the leader, the other a standby
const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 2 : 1);
const settings = ({ aws, redundancy }: AddonContext): HelmValues =>
  aws === undefined
    ? {}
    : {
        settings: {
          clusterName: aws.clusterName,
          interruptionQueue: interruptionQueue(aws.clusterName),
          eksControlPlane: true,
          // a node whose kubelet is silent for half an hour is replaced, whatever its pods and budgets say; else it keeps its volumes until
          // a person deletes it (https://karpenter.sh/v1.14/concepts/disruption/#node-auto-repair)
          featureGates: { nodeRepair: true },
          // it ends at its start where the cluster takes no zonal shift
          enableZonalShift: redundancy === "zonal",
        },
      };
const image = "public.ecr.aws/karpenter/controller";
const resources = { cpu: "250m", memory: "512Mi" } as const;

/** Creates nodes for pending pods, and removes nodes that are no longer needed (https://karpenter.sh). */
export const karpenter = {
  name: "karpenter",
  namespace: "karpenter",
  podSecurity: "restricted",
  identities: [
    { serviceAccount: "karpenter", statements: karpenterStatements, encryptsVolumes: true },
  ],
  runsOn: "system",
  requires: ["karpenter-crd"],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  values: (context) => ({
    replicas: replicas(context),
    ...karpenterPods(replicas(context)),
    serviceAccount: { name: "karpenter" },
    ...systemPlacement(context),
    // use the VPC's resolver: Karpenter must also work while the cluster's DNS has no node
    dnsPolicy: "Default",
    controller: {
      image: imageOf(image, context),
      resources: { requests: resources, limits: { memory: resources.memory } },
    },
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

/** The CRDs of Karpenter, upgraded together with this chart. The chart runs no pod. */
export const karpenterCrd = {
  name: "karpenter-crd",
  namespace: "karpenter-crd",
  podSecurity: "restricted",
  runsOn: "system",
  requires: [],
  readiness: { kind: "awaited" },
  images: [],
  timeoutSeconds: 120,
  values: () => ({}),
  footprint: () => [],
} as const satisfies Addon;

/**
 * Relaxes the chart's spread over zones, which is `DoNotSchedule`. A node that is drained, or in a lost zone, still counts while it
 * exists. So the second pod would wait for a node in one particular zone. The two pods only need different nodes, and the chart's
 * affinity ensures that.
 */
const spread = {
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
  ],
} as const;

/**
 * Helm considers a Deployment ready while `maxUnavailable` of its pods are missing (pkg/kube/ready.go). With the chart's value of 1, a
 * release of one pod would be ready with no pod. So the new pod starts before the old one stops. With only one node, both may run on it.
 */
const alone = {
  strategy: { rollingUpdate: { maxUnavailable: 0 } },
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } },
} as const;

/** Values for the rollout and the placement of Karpenter's pods. A list replaces the chart's list; a map is merged into the chart's map. */
export const karpenterPods = (replicas: number): HelmValues => ({
  ...spread,
  ...(replicas === 1 ? alone : {}),
});
