import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, imageOf, isMonitored } from "./addon.ts";
import { collector, collectorRequests, instrumentation } from "./collector.ts";
import {
  fromApiServer,
  fromPrometheus,
  inNamespace,
  toApiServer,
  tracesNamespace,
} from "./network.ts";
import { plainResourcesOf } from "./parts.ts";

const image = "ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator";
const resources = { cpu: "50m", memory: "128Mi" } as const;
const one = (context: AddonContext) =>
  ({
    kind: "Deployment",
    name: "collector-collector",
    replicas: 1,
    ...collectorRequests(context),
    startupSeconds: 10,
    spread: "none",
    budget: false,
    priority: priorities.platform.name,
    madeBy: "operator",
  }) as const;

/** Puts the agents of languages into pods that ask for one, and runs the collector of all spans. */
export const opentelemetryOperator = {
  name: "opentelemetry-operator",
  namespace: tracesNamespace,
  podSecurity: "restricted",
  network: (context) => ({
    ingress: [
      fromApiServer(9443),
      fromPrometheus(isMonitored(context), 8443, 8888, 8889),
      // every service may send its spans
      { peers: [{ namespaceSelector: { matchLabels: {} } }], ports: [4317, 4318] },
    ],
    egress: [toApiServer, { peers: [inNamespace("tracing")], ports: [4317] }],
  }),
  runsOn: "workers",
  requires: ["cert-manager", "tempo"],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  values: (context) => ({
    manager: {
      image: imageOf(image, context),
      resources: plainResourcesOf(resources),
      serviceMonitor: { enabled: isMonitored(context) },
    },
    priorityClassName: priorities.platform.name,
    admissionWebhooks: { certManager: { enabled: true } },
  }),
  footprint: (context) => [
    {
      kind: "Deployment",
      name: "opentelemetry-operator",
      replicas: 1,
      ...resources,
      startupSeconds: 15,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
      ports: { https: 9443 },
    },
    one(context),
  ],
  objects: (context) => [collector(context), instrumentation(context)],
} as const satisfies Addon;
