import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, type HelmValues, isMonitored } from "./addon.ts";
import {
  fromPrometheus,
  inNamespace,
  monitoringNamespace,
  toHttps,
  tracesNamespace,
} from "./network.ts";
import { plainResourcesOf, splitImage } from "./parts.ts";

const image = "docker.io/grafana/tempo";
const requests = ({ size }: AddonContext) =>
  size === "large" ? { cpu: "300m", memory: "2Gi" } : { cpu: "100m", memory: "512Mi" };
const days = ({ size }: AddonContext) => (size === "large" ? 14 : 3);
const disk = "10Gi";

/** Traces are in a bucket on AWS, and on the disk elsewhere. The name of the bucket is known when the pod starts. */
const storage = ({ aws }: AddonContext): HelmValues => ({
  trace: {
    wal: { path: "/var/tempo/wal" },
    ...(aws === undefined
      ? { backend: "local", local: { path: "/var/tempo/traces" } }
      : {
          backend: "s3",
          s3: {
            bucket: "${traces}",
            endpoint: `s3.${aws.region}.amazonaws.com`,
            region: aws.region,
          },
        }),
  },
});

/** Grafana Tempo as a single binary, which keeps traces. */
export const tempo = {
  name: "tempo",
  namespace: "tracing",
  podSecurity: "restricted",
  owned: (context) => ({ traces: { kind: "bucket", expireAfterDays: days(context) + 2 } }),
  identities: [{ serviceAccount: "tempo", uses: ["traces"] }],
  network: (context) => ({
    ingress: [
      fromPrometheus(isMonitored(context), 3200),
      { peers: [inNamespace(monitoringNamespace)], ports: [3200] },
      { peers: [inNamespace(tracesNamespace)], ports: [4317] },
    ],
    egress: [toHttps],
  }),
  runsOn: "workers",
  requires: ["kube-prometheus-stack"],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  values: (context) => ({
    tempo: {
      ...splitImage(image, context),
      resources: plainResourcesOf(requests(context)),
      memBallastSizeMbs: 0,
      reportingEnabled: false,
      retention: `${days(context) * 24}h`,
      receivers: { otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" } } } },
      storage: storage(context),
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      ...(context.aws === undefined
        ? {}
        : {
            extraArgs: { "config.expand-env": true },
            extraEnvFrom: [{ configMapRef: { name: "aws" } }],
          }),
    },
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    persistence: { enabled: true, size: disk },
    priorityClassName: priorities.platform.name,
    serviceAccount: { name: "tempo" },
    serviceMonitor: { enabled: isMonitored(context) },
  }),
  footprint: (context) => [
    {
      kind: "StatefulSet",
      name: "tempo",
      replicas: 1,
      ...requests(context),
      startupSeconds: 20,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
      ports: { http: 3200, otlp: 4317 },
      storage: { storage: disk },
    },
  ],
} as const satisfies Addon;
