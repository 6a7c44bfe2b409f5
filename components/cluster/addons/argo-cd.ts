import { priorities } from "../../workload/priority.ts";
import {
  type Addon,
  type AddonContext,
  type Footprint,
  type HelmValues,
  imageOf,
  isMonitored,
} from "./addon.ts";
import { argocdAccess } from "./argo-cd-access.ts";
import { fromPrometheus, toApiServer, toGit } from "./network.ts";
import { deployment, plainResourcesOf, podsOf } from "./parts.ts";

const image = "quay.io/argoproj/argocd";
const redisImage = "public.ecr.aws/docker/library/redis";
const haproxyImage = "public.ecr.aws/docker/library/haproxy";
const name = "argo-cd-argocd";
const isHa = ({ redundancy }: AddonContext) => redundancy === "zonal";

const sizes = {
  controller: { cpu: "100m", memory: "512Mi" },
  repository: { cpu: "50m", memory: "256Mi" },
  small: { cpu: "20m", memory: "128Mi" },
  cache: { cpu: "20m", memory: "64Mi" },
} as const;

/** Applies what a repository says (https://argo-cd.readthedocs.io). The program still owns the objects that it creates. */
export const argoCd = {
  name: "argo-cd",
  namespace: "argocd",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: [image, redisImage, haproxyImage],
  timeoutSeconds: 600,
  network: (context) => ({
    ingress: [fromPrometheus(isMonitored(context), 8080, 8082, 8083, 8084)],
    egress: [toApiServer, toGit],
  }),
  values: (context) => ({
    crds: { keep: context.data === "keep" },
    global: {
      image: imageOf(image, context),
      priorityClassName: priorities.platform.name,
      networkPolicy: { create: false },
      // the chart adds the labels of each component
      topologySpreadConstraints: [spread],
      ...argocdAccess.domain(context),
    },
    configs: argocdAccess.configs(context),
    // sign-in is by OIDC directly, and messages are Alertmanager's
    dex: { enabled: false },
    notifications: { enabled: false },
    controller: { ...part(1, sizes.controller, context), pdb: { enabled: false } },
    repoServer: part(podsOf(context), sizes.repository, context),
    server: part(podsOf(context), sizes.small, context),
    applicationSet: part(podsOf(context), sizes.small, context),
    redisSecretInit: { resources: plainResourcesOf(sizes.cache) },
    ...cache(context),
  }),
  footprint: (context) => [
    { ...deployment(`${name}-application-controller`, 1, sizes.controller, start), ...stateful },
    deployment(`${name}-repo-server`, podsOf(context), sizes.repository, start),
    deployment(`${name}-server`, podsOf(context), sizes.small, start),
    deployment(`${name}-applicationset-controller`, podsOf(context), sizes.small, start),
    ...cachePods(context),
  ],
} as const satisfies Addon;

const start = { startupSeconds: 15 };
const stateful = { kind: "StatefulSet", budget: false, spread: "none" } as const;
const spread = {
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "DoNotSchedule",
  matchLabelKeys: ["pod-template-hash"],
};

const part = (
  replicas: number,
  requests: (typeof sizes)[keyof typeof sizes],
  context: AddonContext,
) => ({
  replicas,
  resources: plainResourcesOf(requests),
  pdb: { enabled: replicas > 1, maxUnavailable: 1 },
  metrics: { enabled: isMonitored(context), serviceMonitor: { enabled: isMonitored(context) } },
});

/** The cache: one Redis, or three behind three proxies. Its content can be computed again, so it is on no volume. */
const cache = (context: AddonContext): HelmValues => {
  const resources = plainResourcesOf(sizes.cache);
  const redis = { image: imageOf(redisImage, context), resources };
  if (!isHa(context)) return { redis };
  const proxy = { image: imageOf(haproxyImage, context), resources };
  return {
    redis: { ...redis, enabled: false },
    "redis-ha": {
      enabled: true,
      image: imageOf(redisImage, context),
      priorityClassName: priorities.platform.name,
      podDisruptionBudget: { maxUnavailable: 1 },
      redis: { resources },
      sentinel: { resources },
      haproxy: { ...proxy, podDisruptionBudget: { maxUnavailable: 1 } },
    },
  };
};

function cachePods(context: AddonContext): readonly Footprint[] {
  if (!isHa(context)) return [deployment(`${name}-redis`, 1, sizes.cache, start)];
  const server = deployment("argo-cd-redis-ha-server", 3, { cpu: "40m", memory: "128Mi" }, start);
  const proxy = deployment("argo-cd-redis-ha-haproxy", 3, sizes.cache, start);
  return [
    { ...server, kind: "StatefulSet", spread: "node", budget: true, replicas: 3 },
    { ...proxy, kind: "Deployment", spread: "node", budget: true, replicas: 3 },
  ];
}
