import type { Addon } from "./addon.ts";

/** The CRDs of the Prometheus operator, which every chart with a ServiceMonitor looks for when it is installed. It runs no pod. */
export const prometheusOperatorCrds = {
  name: "prometheus-operator-crds",
  namespace: "prometheus-operator-crds",
  podSecurity: "restricted",
  runsOn: "system",
  requires: [],
  readiness: { kind: "awaited" },
  images: [],
  timeoutSeconds: 120,
  values: () => ({}),
  footprint: () => [],
} as const satisfies Addon;
