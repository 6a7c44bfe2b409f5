import { cachedImage } from "../../images/reference.ts";
import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, isMonitored } from "./addon.ts";
import { fromApiServer, fromPods, fromPrometheus, toApiServer, toPods } from "./network.ts";
import { deployment, overZones, plainResourcesOf, podsOf } from "./parts.ts";

/** Istio's registry folder, and its images without a shell. */
const folder = "docker.io/istio";
const from = ({ imageCaches }: AddonContext) => ({
  hub: cachedImage(`${folder}/pilot`, imageCaches).replace(/\/pilot$/, ""),
  variant: "distroless",
});

/** Namespace of the control plane, which the charts expect. */
const control = "istio-system";
const istiodPods = ({ size }: AddonContext) =>
  size === "large" ? { cpu: "200m", memory: "512Mi" } : { cpu: "50m", memory: "256Mi" };
const cni = { cpu: "20m", memory: "64Mi" } as const;
const tunnel = { cpu: "50m", memory: "128Mi" } as const;
const onNodes = "system-node-critical";

/** The CRDs of Istio. Its webhook and its account are those of istiod, so the release has neither. */
export const istioBase = {
  name: "istio-base",
  namespace: "istio-base",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: [],
  timeoutSeconds: 120,
  values: () => ({
    defaultRevision: "",
    global: { istioNamespace: "istio-base", enableReaderRBAC: false },
  }),
  footprint: () => [],
} as const satisfies Addon;

/** The control plane of the mesh in ambient mode: no sidecar, and no node of its own (T5). */
export const istiod = {
  name: "istiod",
  namespace: control,
  podSecurity: "restricted",
  runsOn: "workers",
  requires: ["istio-base"],
  readiness: { kind: "awaited" },
  images: [`${folder}/pilot`],
  timeoutSeconds: 300,
  network: (context) => ({
    // the proxies of every node and namespace take configuration and certificates from it
    ingress: [fromApiServer(15017), fromPods(15012), fromPrometheus(isMonitored(context), 15014)],
    egress: [toApiServer],
  }),
  values: (context) => ({
    ...from(context),
    autoscaleEnabled: false,
    replicaCount: podsOf(context),
    resources: plainResourcesOf(istiodPods(context)),
    topologySpreadConstraints: overZones("istiod"),
    seccompProfile: { type: "RuntimeDefault" },
    pdb: { minAvailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    global: { priorityClassName: priorities.platform.name },
    // as the profile ambient of the chart
    env: { PILOT_ENABLE_AMBIENT: "true" },
    meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: "true" } } },
    trustedZtunnelNamespace: "istio-ztunnel",
  }),
  footprint: (context) => [
    deployment("istiod", podsOf(context), istiodPods(context), { startupSeconds: 10 }),
  ],
} as const satisfies Addon;

/** Leads the traffic of pods of the mesh to the node's ztunnel. */
export const istioCni = {
  name: "istio-cni",
  namespace: "istio-cni",
  podSecurity: {
    level: "privileged",
    because: "It enters the network namespace of each pod, and adds a plug-in to the node's CNI.",
  },
  runsOn: "workers",
  requires: ["istiod"],
  readiness: { kind: "awaited" },
  images: [`${folder}/install-cni`],
  timeoutSeconds: 300,
  network: (context) => ({
    ingress: [fromPrometheus(isMonitored(context), 15014)],
    egress: [toApiServer],
  }),
  values: (context) => ({
    ...from(context),
    ambient: { enabled: true },
    resources: plainResourcesOf(cni),
    useAppArmorAnnotation: false,
  }),
  footprint: () => [
    { kind: "DaemonSet", name: "istio-cni-node", ...cni, startupSeconds: 5, priority: onNodes },
  ],
} as const satisfies Addon;

/** The proxy of each node, which encrypts the traffic between pods of the mesh. */
export const istioZtunnel = {
  name: "istio-ztunnel",
  namespace: "istio-ztunnel",
  podSecurity: {
    level: "privileged",
    because: "It opens its sockets in the network namespaces of the node's pods.",
  },
  runsOn: "workers",
  requires: ["istio-cni"],
  readiness: { kind: "awaited" },
  images: [`${folder}/ztunnel`],
  timeoutSeconds: 300,
  network: (context) => ({
    ingress: [fromPrometheus(isMonitored(context), 15020)],
    egress: [toApiServer, toPods(15008, 15012)],
  }),
  values: (context) => ({
    ...from(context),
    istioNamespace: control,
    resources: plainResourcesOf(tunnel),
  }),
  footprint: () => [
    { kind: "DaemonSet", name: "ztunnel", ...tunnel, startupSeconds: 5, priority: onNodes },
  ],
} as const satisfies Addon;
