import { bytes, cores } from "../../check/quantity.ts";
import { cachedImage } from "../../images/reference.ts";
import type { Quantity } from "../../platform.ts";
import { priorities } from "../../workload/priority.ts";
import type { AddonContext, Footprint, HelmValue, HelmValues } from "./addon.ts";

/** Requests of a pod of an add-on. */
export interface Requests {
  readonly cpu: Quantity;
  /** Request and limit. */
  readonly memory: Quantity;
}

/** Pods of a workload that the platform depends on: more than one where the environment survives the loss of a zone. */
export const podsOf = ({ redundancy }: AddonContext, zonal = 2): number =>
  redundancy === "zonal" ? zonal : 1;

/**
 * Resources of a container, without a CPU limit (ADR 4). A limit that the chart has by default stays: Helm removes it by null, and the
 * provider passes no null on.
 */
export const plainResourcesOf = ({ cpu, memory }: Requests): HelmValues => ({
  requests: { cpu, memory },
  limits: { memory },
});

/** Spreads the pods of a Deployment with these labels over the zones. Each revision counts for itself, so that a rollout finds room. */
export const overZones = (name: string): readonly HelmValue[] => [
  {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels: { "app.kubernetes.io/name": name } },
    matchLabelKeys: ["pod-template-hash"],
  },
];

/** Annotations of a chart's CRDs: without them all their objects would go, with what the operator made for them. */
export const keptCrds = ({ data }: AddonContext): HelmValues =>
  data === "keep" ? { "helm.sh/resource-policy": "keep" } : {};

/** An image of a chart that takes registry and path apart. */
export function splitImage(image: string, { imageCaches }: AddonContext): HelmValues {
  const [registry = "", ...path] = cachedImage(image, imageCaches).split("/");
  return { registry, repository: path.join("/") };
}

/** A Deployment of the platform, spread over the zones, which the scheduler places before systems. */
export const deployment = (
  name: string,
  replicas: number,
  requests: Requests,
  more: { readonly startupSeconds: number; readonly ports?: Readonly<Record<string, number>> },
): Extract<Footprint, { readonly kind: "Deployment" }> => ({
  kind: "Deployment",
  name,
  replicas,
  ...requests,
  spread: replicas > 1 ? "zone" : "none",
  budget: replicas > 1,
  priority: priorities.platform.name,
  ...more,
});

/** Requests of a pod with further containers, in `m` and `Mi`. */
export const plus = (pod: Requests, more: Requests, times = 1): Requests => ({
  cpu: `${Math.round(1000 * ((cores(pod.cpu) ?? 0) + times * (cores(more.cpu) ?? 0)))}m`,
  memory: `${Math.round(((bytes(pod.memory) ?? 0) + times * (bytes(more.memory) ?? 0)) / 2 ** 20)}Mi`,
});
