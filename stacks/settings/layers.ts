import { isObject } from "../../components/check/schema.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import { dev } from "../dev.ts";
import { local } from "../local.ts";
import { prod } from "../prod.ts";
import type { ProfileName } from "../../components/platform.ts";
import type { Profile } from "./schema.ts";

type Layer = Readonly<Record<string, unknown>>;

export const profiles: Readonly<Record<ProfileName, Profile>> = { local, dev, prod };

/** Settings for one kind of cluster, with the remedy if they are set for the other. */
export const ofOneKind: Readonly<
  Record<string, { readonly kind: "eks" | "existing"; readonly remedy: string }>
> = {
  nodes: { kind: "existing", remedy: "Leave it out: on EKS hanok:nodePools decide the nodes." },
  gatewayClass: { kind: "existing", remedy: "Leave it out: on EKS the platform makes its own." },
  nodePools: {
    kind: "eks",
    remedy: "Leave it out, and describe the nodes of the cluster in hanok:nodes.",
  },
  edge: { kind: "eks", remedy: "Leave it out: only a load balancer on EKS can be an origin." },
  backup: { kind: "eks", remedy: "Leave it out: AWS Backup does not know an existing cluster." },
  gatewayApi: { kind: "eks", remedy: "Leave it out: an existing cluster has the CRDs already." },
};

/** Settings that are merged key by key, because profiles set strategies and environments set facts. */
export const mergedByKey: readonly string[] = ["network", "cluster", "addons", "backup"];

/** Merges layers; later ones win. Settings of `mergedByKey` are merged key by key among layers of the same kind, others as a whole. */
export function mergeLayers(layers: readonly Layer[]): Record<string, unknown> {
  const merged: Record<string, unknown> = Object.assign({}, ...layers);
  for (const key of mergedByKey) {
    const found = mergeKind(layers.map((layer) => (layer[key] === undefined ? {} : layer[key])));
    if (found !== undefined) merged[key] = found;
  }
  return merged;
}

function mergeKind(layers: readonly unknown[]): object | undefined {
  if (!layers.every(isObject)) return undefined;
  const kind = layers.findLast((one) => one["kind"] !== undefined)?.["kind"];
  const alike = layers.filter((one) => (one["kind"] ?? kind) === kind);
  const found: object = Object.assign({}, ...alike);
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Removes settings for the other kind of cluster. */
export function ofCluster(settings: Layer): Layer {
  const other = Object.keys(settings).filter((key) => isForeign(key, settings["cluster"]));
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !other.includes(key)));
}

/** Reports settings for the other kind of cluster. */
export function validateKind(given: Layer, cluster: unknown): readonly ValidationIssue[] {
  return collect((report) => {
    for (const key of Object.keys(given).filter((one) => isForeign(one, cluster))) {
      const problem = `has no effect if hanok:cluster is {kind: ${kindIn(cluster)}}`;
      report(`hanok:${key}`, given[key], problem, ofOneKind[key]?.remedy ?? "Leave it out.");
    }
  });
}

const kindIn = (cluster: unknown): string =>
  isObject(cluster) && typeof cluster["kind"] === "string" ? cluster["kind"] : "";

/** Whether a setting is for the other kind of cluster. */
export function isForeign(key: string, cluster: unknown): boolean {
  const kind = Object.hasOwn(ofOneKind, key) ? ofOneKind[key]?.kind : undefined;
  return (
    ["eks", "existing"].includes(kindIn(cluster)) && kind !== undefined && kind !== kindIn(cluster)
  );
}
