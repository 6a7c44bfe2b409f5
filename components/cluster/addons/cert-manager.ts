import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, imageOf, isMonitored } from "./addon.ts";
import { fromApiServer, fromPrometheus, toApiServer } from "./network.ts";
import { deployment, overZones, plainResourcesOf, podsOf } from "./parts.ts";

const controller = { cpu: "20m", memory: "128Mi" } as const;
const webhook = { cpu: "10m", memory: "64Mi" } as const;
const image = (name: string) => `quay.io/jetstack/cert-manager-${name}`;

/** Certificates inside the cluster, by an authority of its own (https://cert-manager.io). Certificates at the edge are ACM's. */
export const certManager = {
  name: "cert-manager",
  namespace: "cert-manager",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: ["controller", "webhook", "cainjector", "acmesolver", "startupapicheck"].map(image),
  timeoutSeconds: 300,
  network: (context) => ({
    ingress: [fromApiServer(10250), fromPrometheus(isMonitored(context), 9402)],
    egress: [toApiServer],
  }),
  values: (context) => ({
    // without its CRDs all certificates would go, and their keys with them
    crds: { enabled: true, keep: context.data === "keep" },
    global: {
      priorityClassName: priorities.platform.name,
      leaderElection: { namespace: "cert-manager" },
    },
    // a Secret goes with its certificate
    enableCertificateOwnerRef: true,
    prometheus: { servicemonitor: { enabled: isMonitored(context) } },
    ...part("controller", "cert-manager", podsOf(context), controller, context),
    webhook: part("webhook", "webhook", podsOf(context, 3), webhook, context),
    cainjector: part("cainjector", "cainjector", podsOf(context), controller, context),
    acmesolver: { image: imageOf(image("acmesolver"), context) },
    startupapicheck: {
      image: imageOf(image("startupapicheck"), context),
      resources: plainResourcesOf(webhook),
    },
  }),
  footprint: (context) => [
    deployment("cert-manager", podsOf(context), controller, { startupSeconds: 10 }),
    deployment("cert-manager-webhook", podsOf(context, 3), webhook, { startupSeconds: 10 }),
    deployment("cert-manager-cainjector", podsOf(context), controller, { startupSeconds: 10 }),
  ],
  objects: () => [selfSigned, authority, issuer],
} as const satisfies Addon;

/** Values of one of its Deployments. */
const part = (
  name: string,
  label: string,
  replicaCount: number,
  requests: typeof controller | typeof webhook,
  context: AddonContext,
) => ({
  image: imageOf(image(name), context),
  replicaCount,
  resources: plainResourcesOf(requests),
  topologySpreadConstraints: overZones(label),
  podDisruptionBudget: {
    enabled: replicaCount > 1,
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  },
});

/** Name of the ClusterIssuer that signs with the cluster's own authority. */
export const clusterIssuer = "cluster-ca";

const api = { apiVersion: "cert-manager.io/v1" } as const;
const whenReady = { "pulumi.com/waitFor": "condition=Ready" };

const selfSigned = {
  ...api,
  kind: "ClusterIssuer",
  metadata: { name: "self-signed", annotations: whenReady },
  spec: { selfSigned: {} },
} as const satisfies IClusterIssuer;

/** Ten years, renewed two years before. The key stays, so that a certificate that the old authority signed remains valid. */
const authority = {
  ...api,
  kind: "Certificate",
  metadata: { name: clusterIssuer, namespace: "cert-manager", annotations: whenReady },
  spec: {
    isCA: true,
    commonName: "Authority of the cluster",
    secretName: clusterIssuer,
    duration: "87600h",
    renewBefore: "17520h",
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
    issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: selfSigned.metadata.name },
  },
} as const satisfies ICertificate;

const issuer = {
  ...api,
  kind: "ClusterIssuer",
  metadata: { name: clusterIssuer, annotations: whenReady },
  spec: { ca: { secretName: clusterIssuer } },
} as const satisfies IClusterIssuer;
