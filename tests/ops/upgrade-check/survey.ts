import type { Json, JsonObject } from "../../../ops/drift/json.ts";
import type { Survey } from "../../../ops/upgrade-check/survey.ts";

/** A healthy cluster of 1.36. */
export const calm: Survey = {
  server: 36,
  used: [{ apiVersion: "apps/v1", kind: "Deployment", name: "shop/web", by: "the program" }],
  calls: [],
  charts: [],
  nodes: [{ name: "a", kubelet: 36, release: "1.66.0" }],
  nodeClasses: [],
  pods: [],
  budgets: [],
  webhooks: [],
  answering: new Set(),
  gatewayApi: undefined,
  kubectlImages: [],
  kubectl: 36,
  addons: [],
  nodeImage: undefined,
  today: "2026-11-29",
  skipped: [],
};

/** A PodDisruptionBudget in the API server's form. */
export const budget = (
  name: string,
  [expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed]: readonly number[],
  selector: JsonObject = { matchLabels: { app: name } },
): Json => ({
  metadata: { namespace: "shop", name },
  spec: { selector },
  status: { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed },
});

/** A pod with a controller, in the API server's form. */
export const pod = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  metadata: {
    namespace: "shop",
    name,
    labels,
    ownerReferences: [{ kind: "ReplicaSet", name: "rs", controller: true }],
  },
  status: { phase: "Running" },
});
