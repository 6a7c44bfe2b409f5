import { priorities } from "../../workload/priority.ts";
import type { Addon, AddonContext } from "./addon.ts";
import { fromPrometheus, inNamespace, monitoringNamespace, toApiServer } from "./network.ts";
import { plainResourcesOf, splitImage } from "./parts.ts";

const api = { cpu: "20m", memory: "256Mi" } as const;
const page = { cpu: "10m", memory: "32Mi" } as const;
const images = ["ghcr.io/opencost/opencost", "ghcr.io/opencost/opencost-ui"] as const;

const security = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** Costs by namespace and workload, from AWS's public prices and Prometheus' metrics (https://www.opencost.io). */
export const opencost = {
  name: "opencost",
  namespace: "opencost",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: ["kube-prometheus-stack"],
  readiness: { kind: "awaited" },
  images,
  timeoutSeconds: 300,
  network: () => ({
    ingress: [fromPrometheus(true, 9003)],
    egress: [toApiServer, { peers: [inNamespace(monitoringNamespace)], ports: [9090] }],
  }),
  values: (context) => ({
    priorityClassName: priorities.platform.name,
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 1001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    opencost: {
      mcp: { enabled: false },
      exporter: {
        image: splitImage(images[0], context),
        resources: plainResourcesOf(api),
        securityContext: security,
        defaultClusterId: clusterOf(context),
      },
      ui: {
        image: splitImage(images[1], context),
        resources: plainResourcesOf(page),
        securityContext: security,
      },
      prometheus: { internal: prometheus },
      metrics: { serviceMonitor: { enabled: true } },
    },
  }),
  footprint: () => [
    {
      kind: "Deployment",
      name: "opencost",
      replicas: 1,
      cpu: "30m",
      memory: "288Mi",
      startupSeconds: 20,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
    },
  ],
} as const satisfies Addon;

const clusterOf = ({ aws }: AddonContext): string => aws?.clusterName ?? "default-cluster";

/** The Prometheus of kube-prometheus-stack. */
const prometheus = {
  serviceName: "kube-prometheus-stack-prometheus",
  namespaceName: monitoringNamespace,
  port: 9090,
};
