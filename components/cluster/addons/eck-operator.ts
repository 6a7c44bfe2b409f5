import { priorities } from "../../workload/priority.ts";
import { type Addon, imageOf } from "./addon.ts";
import { fromApiServer, inNamespace, loggingNamespace, toApiServer } from "./network.ts";
import { plainResourcesOf } from "./parts.ts";

const image = "docker.io/elastic/eck-operator";
const resources = { cpu: "100m", memory: "256Mi" } as const;

/** Elastic's operator, which runs Elasticsearch and Kibana in the namespace of the logs. */
export const eckOperator = {
  name: "eck-operator",
  namespace: "elastic-system",
  podSecurity: "restricted",
  network: () => ({
    ingress: [fromApiServer(9443)],
    egress: [toApiServer, { peers: [inNamespace(loggingNamespace)], ports: [9200, 5601] }],
  }),
  runsOn: "workers",
  requires: [],
  readiness: { kind: "awaited" },
  images: [image],
  timeoutSeconds: 300,
  values: (context) => ({
    image: imageOf(image, context),
    managedNamespaces: [loggingNamespace],
    priorityClassName: priorities.platform.name,
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    resources: plainResourcesOf(resources),
    telemetry: { disabled: true },
  }),
  footprint: () => [
    {
      kind: "StatefulSet",
      name: "elastic-operator",
      replicas: 1,
      ...resources,
      startupSeconds: 15,
      spread: "none",
      budget: false,
      priority: priorities.platform.name,
    },
  ],
} as const satisfies Addon;
