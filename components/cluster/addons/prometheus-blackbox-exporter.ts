import { priorities } from "../../workload/priority.ts";
import { plainResourcesOf, splitImage } from "./parts.ts";
import { type Addon, isMonitored } from "./addon.ts";
import { fromPrometheus, toEveryPod, toHttps, toNodes } from "./network.ts";

const image = "quay.io/prometheus/blackbox-exporter";
const resources = { cpu: "20m", memory: "48Mi" } as const;

/**
 * Answers of a service that works: it may ask for a login, or know no such page. 404 is missing, because a load balancer gives it for a
 * route that is gone.
 */
const answers = [200, 201, 204, 301, 302, 303, 307, 308, 400, 401, 403, 405] as const;

/** Address of the exporter, and its module for routes. */
export const prober = {
  address: "prometheus-blackbox-exporter.blackbox-exporter:9115",
  module: "route",
} as const;

/** Asks public routes as a client does. */
export const prometheusBlackboxExporter = {
  name: "prometheus-blackbox-exporter",
  namespace: "blackbox-exporter",
  podSecurity: "restricted",
  network: (context) => ({
    ingress: [fromPrometheus(isMonitored(context), 9115)],
    egress: [toEveryPod, toHttps, toNodes(80)],
  }),
  runsOn: "workers",
  requires: ["kube-prometheus-stack"],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 180,
  values: (context) => ({
    image: splitImage(image, context),
    resources: plainResourcesOf(resources),
    priorityClassName: priorities.platform.name,
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    serviceMonitor: { selfMonitor: { enabled: isMonitored(context) } },
    config: {
      modules: {
        [prober.module]: {
          prober: "http",
          timeout: "10s",
          http: {
            follow_redirects: false,
            valid_status_codes: [...answers],
            preferred_ip_protocol: "ip4",
          },
        },
      },
    },
  }),
  footprint: () => [
    {
      kind: "Deployment",
      name: "prometheus-blackbox-exporter",
      replicas: 1,
      ...resources,
      startupSeconds: 5,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
      ports: { http: 9115 },
    },
  ],
} as const satisfies Addon;
