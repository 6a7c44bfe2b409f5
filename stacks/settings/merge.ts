import { isObject } from "../../components/check/schema.ts";

type Layer = Readonly<Record<string, unknown>>;

/** What is merged by the keys below it: addresses and principals are facts of one environment, strategies are a profile's. */
const deep = ["network", "cluster"] as const;

/**
 * Settings of several layers, the later ones win. A key is taken as a whole, but `network` and `cluster`: there each key below wins by
 * itself, among the layers of the same kind.
 */
export function mergeLayers(layers: readonly Layer[]): Record<string, unknown> {
  const merged: Record<string, unknown> = Object.assign({}, ...layers);
  for (const key of deep) {
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
