import { priorities } from "../../workload/priority.ts";
import { type Addon, type HelmValues, isMonitored } from "./addon.ts";
import { fromApiServer, fromPrometheus, toApiServer, toNetworks, toPods } from "./network.ts";
import { deployment, keptCrds, overZones, podsOf, plainResourcesOf, splitImage } from "./parts.ts";

const operator = { cpu: "50m", memory: "256Mi" } as const;
const small = { cpu: "20m", memory: "128Mi" } as const;
const image = (name: string) => `ghcr.io/kedacore/keda${name}`;

/** Scales services by the length of a queue, a schedule or a metric (https://keda.sh). */
export const keda = {
  name: "keda",
  namespace: "keda",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: ["", "-metrics-apiserver", "-admission-webhooks"].map(image),
  timeoutSeconds: 300,
  network: (context) => ({
    // the webhook, and the API of external metrics
    ingress: [fromApiServer(9443, 6443), fromPrometheus(isMonitored(context), 8080)],
    // queues, caches and Prometheus, whose values it compares
    // in the cluster, or in the VPC, where brokers and caches speak TLS
    egress: [toApiServer, toPods(5672, 15672, 6379, 9090), toNetworks(5671, 6379)],
  }),
  values: (context) => ({
    image: {
      pullPolicy: "IfNotPresent",
      keda: splitImage(image(""), context),
      metricsApiServer: splitImage(image("-metrics-apiserver"), context),
      webhooks: splitImage(image("-admission-webhooks"), context),
    },
    crds: { additionalAnnotations: keptCrds(context) },
    priorityClassName: priorities.platform.name,
    operator: { replicaCount: podsOf(context) },
    metricsServer: { replicaCount: podsOf(context) },
    webhooks: { replicaCount: podsOf(context) },
    resources: {
      operator: plainResourcesOf(operator),
      metricServer: plainResourcesOf(small),
      webhooks: plainResourcesOf(small),
    },
    topologySpreadConstraints: {
      operator: overZones("keda-operator"),
      metricsServer: overZones("keda-operator-metrics-apiserver"),
      webhooks: overZones("keda-admission-webhooks"),
    },
    podDisruptionBudget: budgets(podsOf(context)),
    prometheus: {
      operator: scraped(isMonitored(context)),
      metricServer: scraped(isMonitored(context)),
      webhooks: scraped(isMonitored(context)),
    },
  }),
  footprint: (context) => [
    deployment("keda-operator", podsOf(context), operator, { startupSeconds: 20 }),
    deployment("keda-operator-metrics-apiserver", podsOf(context), small, { startupSeconds: 10 }),
    deployment("keda-admission-webhooks", podsOf(context), small, { startupSeconds: 20 }),
  ],
} as const satisfies Addon;

const scraped = (enabled: boolean) => ({ enabled, serviceMonitor: { enabled } });

/** The chart makes a budget of each map that is not empty. */
const budgets = (pods: number): HelmValues => {
  const budget: HelmValues = pods > 1 ? { maxUnavailable: 1 } : {};
  return { operator: budget, metricServer: budget, webhooks: budget };
};
