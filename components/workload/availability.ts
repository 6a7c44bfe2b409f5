import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { INodeSelectorRequirement } from "kubernetes-models/v1/NodeSelectorRequirement";
import type { ITopologySpreadConstraint } from "kubernetes-models/v1/TopologySpreadConstraint";
import type { Redundancy } from "../platform.ts";
import type { Named } from "./objects.ts";

/** Identity of a workload. Related objects derive their names and selectors from it. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
}

/** Least number of pods of an autoscaled range. A zonal environment runs at least two. */
export function leastPods(
  { min, max }: { readonly min: number; readonly max: number },
  redundancy: Redundancy,
): number {
  return redundancy === "none" ? 1 : Math.min(max, Math.max(2, min));
}

/**
 * Annotation of the only pod of a store or of a service with a volume, and of a pod that ends by itself. Karpenter does
 * not consolidate its node away.
 * A drifted node is drained all the same, after the NodePool's `terminationGracePeriod`.
 */
export const staysOnItsNode = { "karpenter.sh/do-not-disrupt": "true" } as const;

/**
 * Keeps a pod off Spot. EC2 takes a Spot node back after two minutes, in which a store may not stop cleanly,
 * and no annotation delays it. The rule also holds on nodes without the label, as those of other clusters.
 */
export const notOnSpot: INodeSelectorRequirement = {
  key: "karpenter.sh/capacity-type",
  operator: "NotIn",
  values: ["spot"],
};

/**
 * Spreads pods over zones, then over nodes. Pods with volumes must spread: a claim binds a pod to its zone for good.
 * Other pods prefer to spread, so that a lost zone does not leave them pending.
 * `pod-template-hash` excludes the pods of an old revision, which would skew every rollout.
 * The pods of a StatefulSet do not have that label.
 * @param minDomains minimum number of zones for stateful pods, even while some zones have no node. @default 1
 */
export function topologySpread(
  selector: Record<string, string>,
  stateful: boolean,
  minDomains = 1,
): ITopologySpreadConstraint[] {
  return (["topology.kubernetes.io/zone", "kubernetes.io/hostname"] as const).map(
    (topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable:
        stateful && topologyKey === "topology.kubernetes.io/zone"
          ? "DoNotSchedule"
          : "ScheduleAnyway",
      ...(stateful && topologyKey === "topology.kubernetes.io/zone" && minDomains > 1
        ? { minDomains }
        : {}),
      labelSelector: { matchLabels: selector },
      ...(stateful ? {} : { matchLabelKeys: ["pod-template-hash"] }),
    }),
  );
}

/**
 * Allows the eviction of one pod at a time. Unlike `minAvailable`, `maxUnavailable` does not block the drain
 * of a node that runs the only pod. An unhealthy pod may always be evicted.
 */
export function disruptionBudget(workload: Identity): Named<IPodDisruptionBudget> {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: workload.selector },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
