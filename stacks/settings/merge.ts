import { isObject } from "../../components/check/schema.ts";

type Layer = Readonly<Record<string, unknown>>;

/**
 * Settings of several layers, the later ones win. A key is taken as a whole, but `network`: its addresses are a fact of one environment,
 * its strategy is a profile's. There each key below wins by itself, among the layers of the same kind.
 */
export function mergeLayers(layers: readonly Layer[]): Record<string, unknown> {
  const merged: Record<string, unknown> = Object.assign({}, ...layers);
  const networks = layers.map((layer) => layer["network"] ?? {});
  if (!networks.every(isObject)) return merged;
  const kind = networks.findLast((one) => one["kind"] !== undefined)?.["kind"];
  const alike = networks.filter((one) => (one["kind"] ?? kind) === kind);
  const network: object = Object.assign({}, ...alike);
  return Object.keys(network).length === 0 ? merged : { ...merged, network };
}
