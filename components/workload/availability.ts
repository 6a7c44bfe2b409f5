import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { ITopologySpreadConstraint } from "kubernetes-models/v1/TopologySpreadConstraint";
import type { Named } from "./objects.ts";

/** Identity of a workload, from which the objects around it are named and selected. */
export interface Identity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
}

/**
 * Spread over zones, then over nodes. What owns volumes must spread (a claim binds it to its zone for good);
 * the rest prefers to, so that a lost zone does not leave pods pending.
 * `pod-template-hash` keeps the pods of an old revision out of the count, which else skews every rollout;
 * a StatefulSet's pods have no such label.
 * @param minDomains zones that stateful pods must stand in, also while only some of them have a node. @default 1
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
 * One pod at a time may be evicted. `maxUnavailable` never blocks the drain of a node for ever, as `minAvailable`
 * does with a single pod; a pod that is unhealthy anyway may always go.
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
