import type { DataPolicy, ImageCaches, Quantity, Redundancy, Size } from "../../platform.ts";
import { cachedImage } from "../../images/reference.ts";
import { logDisks } from "./lifecycle.ts";

/** Requests and numbers of the servers. */
export interface LogServer {
  readonly replicas: number;
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/** What the objects of the logs depend on. */
export interface LogsArgs {
  readonly namespace: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly data: DataPolicy;
  /** @default none */
  readonly imageCaches?: ImageCaches;
  readonly servers: { readonly elasticsearch: LogServer; readonly kibana: LogServer };
  /** Priority class of the servers. */
  readonly priority: string;
}

/** Version of Elasticsearch and Kibana, which the operator's release knows. */
export const elasticVersion = "9.5.0";

/** Image of a server. Docker Hub's copy, because ECR caches no other registry that has it. */
export const elasticImage = (server: "elasticsearch" | "kibana", caches?: ImageCaches): string =>
  cachedImage(`docker.io/library/${server}:${elasticVersion}`, caches);

/** Secrets of the users: Fluent Bit writes, readers look. The operator makes `elastic`, which sets up. */
export const logUsers = {
  "fluent-bit": { secret: "logs-fluent-bit", role: "logs_writer" },
  reader: { secret: "logs-reader", role: "viewer" },
} as const;

/** Secret with the roles of Elasticsearch, and its content. */
export const logRoles = {
  secret: "logs-roles",
  content: [
    "logs_writer:",
    "  cluster: [monitor]",
    "  indices:",
    "    - names: ['fluentd-*']",
    "      privileges: [auto_configure, create_doc]",
    "logs_reader:",
    "  indices:",
    "    - names: ['fluentd-*']",
    "      privileges: [read, view_index_metadata]",
  ].join("\n"),
} as const;

export const labels = { "app.kubernetes.io/managed-by": "hanok" } as const;
export const restricted = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  seccompProfile: { type: "RuntimeDefault" },
} as const;
export const container = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;
const resourcesOf = ({ cpu, memory }: LogServer) => ({
  requests: { cpu, memory },
  limits: { memory },
});

/** One member a zone; a zone's members never hold both copies of a record. */
function elasticsearch(args: LogsArgs) {
  const { namespace, size, redundancy, data, priority, servers } = args;
  const { nodes, storage } = logDisks(size, redundancy);
  const isZonal = nodes > 1;
  const zone = {
    valueFrom: { fieldRef: { fieldPath: "metadata.annotations['topology.kubernetes.io/zone']" } },
  };
  return {
    apiVersion: "elasticsearch.k8s.elastic.co/v1",
    kind: "Elasticsearch",
    metadata: {
      name: "logs",
      namespace,
      labels,
      annotations: { "eck.k8s.elastic.co/downward-node-labels": "topology.kubernetes.io/zone" },
    },
    spec: {
      version: elasticVersion,
      image: elasticImage("elasticsearch", args.imageCaches),
      volumeClaimDeletePolicy:
        data === "keep" ? "DeleteOnScaledownOnly" : "DeleteOnScaledownAndClusterDeletion",
      auth: {
        roles: [{ secretName: logRoles.secret }],
        fileRealm: Object.values(logUsers).map(({ secret }) => ({ secretName: secret })),
      },
      nodeSets: [
        {
          name: "default",
          count: nodes,
          config: {
            // the kernel's limit of maps would need a privileged container
            "node.store.allow_mmap": false,
            // Grafana reads without a password; a policy admits it alone
            "xpack.security.authc.anonymous": { username: "grafana", roles: "logs_reader" },
            ...(isZonal
              ? {
                  "node.attr.zone": "${ZONE}",
                  "cluster.routing.allocation.awareness.attributes": "k8s_node_name,zone",
                }
              : {}),
          },
          podTemplate: {
            spec: {
              priorityClassName: priority,
              securityContext: restricted,
              ...(isZonal
                ? {
                    topologySpreadConstraints: [
                      {
                        maxSkew: 1,
                        topologyKey: "topology.kubernetes.io/zone",
                        whenUnsatisfiable: "DoNotSchedule",
                        labelSelector: {
                          matchLabels: { "elasticsearch.k8s.elastic.co/cluster-name": "logs" },
                        },
                      },
                    ],
                  }
                : {}),
              containers: [
                {
                  name: "elasticsearch",
                  resources: resourcesOf(servers.elasticsearch),
                  ...(isZonal ? { env: [{ name: "ZONE", ...zone }] } : {}),
                },
              ],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "elasticsearch-data" },
              spec: {
                accessModes: ["ReadWriteOnce"],
                resources: { requests: { storage } },
              },
            },
          ],
        },
      ],
    },
  };
}

/** Who has passed the proxy in front of it is a reader: OIDC of its own needs a paid licence. */
function kibana({ namespace, servers, priority, imageCaches }: LogsArgs) {
  const anonymous = { order: 0, credentials: { username: "reader" } };
  return {
    apiVersion: "kibana.k8s.elastic.co/v1",
    kind: "Kibana",
    metadata: { name: "logs", namespace, labels },
    spec: {
      version: elasticVersion,
      image: elasticImage("kibana", imageCaches),
      count: servers.kibana.replicas,
      elasticsearchRef: { name: "logs" },
      secureSettings: [
        {
          secretName: logUsers.reader.secret,
          entries: [
            {
              key: "password",
              path: "xpack.security.authc.providers.anonymous.reader.credentials.password",
            },
          ],
        },
      ],
      config: {
        "xpack.security.authc.providers": {
          anonymous: { reader: anonymous },
          basic: { people: { order: 1 } },
        },
        "telemetry.optIn": false,
      },
      podTemplate: {
        spec: {
          priorityClassName: priority,
          containers: [{ name: "kibana", resources: resourcesOf(servers.kibana) }],
        },
      },
    },
  };
}

/** Elasticsearch and Kibana, in the order in which they are created. They hold no secret. */
export const logServers = (args: LogsArgs) => [elasticsearch(args), kibana(args)] as const;
