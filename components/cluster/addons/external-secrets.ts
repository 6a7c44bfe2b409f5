import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, imageOf, isMonitored } from "./addon.ts";
import { fromApiServer, fromPrometheus, toApiServer, toPods } from "./network.ts";
import { deployment, keptCrds, overZones, plainResourcesOf, podsOf } from "./parts.ts";

const operator = { cpu: "20m", memory: "128Mi" } as const;
const small = { cpu: "10m", memory: "64Mi" } as const;
const image = "ghcr.io/external-secrets/external-secrets";

/**
 * Writes Secrets from AWS Secrets Manager and Vault (https://external-secrets.io). The operator has no permission in AWS: each store
 * names the service account of its system.
 */
export const externalSecrets = {
  name: "external-secrets",
  namespace: "external-secrets",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  network: (context) => ({
    ingress: [fromApiServer(10250), fromPrometheus(isMonitored(context), 8080)],
    // 443 is also that of AWS, and 8200 that of Vault
    egress: [toApiServer, toPods(8200)],
  }),
  values: (context) => ({
    ...part("external-secrets", operator, context),
    leaderElect: context.redundancy === "zonal",
    crds: { annotations: keptCrds(context) },
    // an application's Secrets are its own, so no store serves all namespaces
    processClusterStore: false,
    processClusterExternalSecret: false,
    processClusterPushSecret: false,
    processClusterGenerator: false,
    serviceMonitor: { enabled: isMonitored(context), renderMode: "failIfMissing" },
    webhook: part("external-secrets-webhook", small, context),
    certController: part("external-secrets-cert-controller", operator, context),
  }),
  footprint: (context) => [
    deployment("external-secrets", podsOf(context), operator, { startupSeconds: 10 }),
    deployment("external-secrets-webhook", podsOf(context), small, { startupSeconds: 25 }),
    deployment("external-secrets-cert-controller", podsOf(context), operator, {
      startupSeconds: 25,
    }),
  ],
} as const satisfies Addon;

/** Values of one of its Deployments. */
const part = (name: string, requests: typeof operator | typeof small, context: AddonContext) => ({
  image: imageOf(image, context),
  replicaCount: podsOf(context),
  resources: plainResourcesOf(requests),
  priorityClassName: priorities.platform.name,
  topologySpreadConstraints: overZones(name),
  podDisruptionBudget: { enabled: podsOf(context) > 1, minAvailable: 1 },
});
