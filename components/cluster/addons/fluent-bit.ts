import { priorities } from "../../workload/priority.ts";
import {
  type Addon,
  type AddonContext,
  type Footprint,
  type HelmValue,
  imageOf,
  isMonitored,
} from "./addon.ts";
import {
  fromPrometheus,
  inNamespace,
  loggingNamespace,
  monitoringNamespace,
  toApiServer,
} from "./network.ts";
import { plainResourcesOf } from "./parts.ts";

const image = "docker.io/fluent/fluent-bit";
const resources = { cpu: "30m", memory: "96Mi" } as const;
/** Folder of a node that keeps what Elasticsearch has not taken yet. */
const buffers = "/var/lib/fluent-bit";
/** Most that a node keeps. */
const bufferSize = "1G";

const service = `[SERVICE]
    Daemon Off
    Flush 2
    Log_Level warn
    Parsers_File /fluent-bit/etc/parsers.conf
    Parsers_File /fluent-bit/etc/conf/custom_parsers.conf
    HTTP_Server On
    HTTP_Listen 0.0.0.0
    HTTP_Port 2020
    Health_Check On
    storage.path ${buffers}/chunks
    storage.sync normal
    storage.backlog.mem_limit 16M
    storage.delete_irrecoverable_chunks On
`;

const inputs = `[INPUT]
    Name tail
    Tag kube.*
    Path /var/log/containers/*.log
    Exclude_Path /var/log/containers/fluent-bit-*_${loggingNamespace}_*.log
    multiline.parser cri
    DB ${buffers}/positions.db
    storage.type filesystem
    Skip_Long_Lines On
    Refresh_Interval 10
`;

// a stack trace becomes one record before anything else looks at it
const filters = `[FILTER]
    Name multiline
    Match kube.*
    multiline.key_content log
    multiline.parser java, python, go
    emitter_storage.type filesystem
    emitter_mem_buf_limit 8M

[FILTER]
    Name kubernetes
    Match kube.*
    Merge_Log On
    Keep_Log On
    K8S-Logging.Exclude On
    Annotations Off
    Buffer_Size 64k

[FILTER]
    Name parser
    Match kube.*
    Key_Name log
    Parser trace_id
    Reserve_Data On
    Preserve_Key On
`;

const parsers = `[PARSER]
    Name trace_id
    Format regex
    Regex (?:trace_id|traceId|trace\\.id)["']?[=: ]+["']?(?<trace_id>[0-9a-f]{32})
`;

const outputs = `[OUTPUT]
    Name es
    Match kube.*
    Host logs-es-http.${loggingNamespace}
    Port 9200
    HTTP_User fluent-bit
    HTTP_Passwd \${FLUENT_password}
    tls On
    tls.verify On
    tls.ca_file /certificates/ca.crt
    Index fluentd-logs
    Write_Operation create
    Suppress_Type_Name On
    Replace_Dots On
    Compress gzip
    Trace_Error On
    Retry_Limit 30
    storage.total_limit_size ${bufferSize}
`;

const volumes: readonly HelmValue[] = [
  { name: "buffers", hostPath: { path: buffers, type: "DirectoryOrCreate" } },
  { name: "certificates", secret: { secretName: "logs-es-http-certs-public" } },
];
const mounts: readonly HelmValue[] = [
  { name: "buffers", mountPath: buffers },
  { name: "certificates", mountPath: "/certificates", readOnly: true },
];

/** Sizes of Elasticsearch and Kibana. The observability stack creates them with these requests. */
export const logServers = ({ size, redundancy }: Pick<AddonContext, "size" | "redundancy">) => ({
  elasticsearch: {
    replicas: redundancy === "zonal" ? 3 : 1,
    ...(size === "large" ? { cpu: "1", memory: "4Gi" } : { cpu: "300m", memory: "2Gi" }),
    storage: size === "large" ? "100Gi" : "20Gi",
  },
  kibana: {
    replicas: redundancy === "zonal" ? 2 : 1,
    ...(size === "large" ? { cpu: "300m", memory: "2Gi" } : { cpu: "150m", memory: "1Gi" }),
  },
});

/** Sends the records of all containers to Elasticsearch: the F of EFK, at a tenth of Fluentd's memory. */
export const fluentBit = {
  name: "fluent-bit",
  namespace: loggingNamespace,
  podSecurity: {
    level: "privileged",
    because: "Fluent Bit reads the log files of its node, and keeps its buffers there",
  },
  network: (context) => ({
    ingress: [
      fromPrometheus(isMonitored(context), 2020),
      { peers: [inNamespace(monitoringNamespace), inNamespace("elastic-system")], ports: [9200] },
      { peers: [inNamespace("elastic-system"), inNamespace("oauth2-proxy")], ports: [5601] },
    ],
    egress: [toApiServer],
  }),
  runsOn: "workers",
  requires: ["eck-operator"],
  readiness: { kind: "later", because: "Elasticsearch and its users are created after it" },
  images: [image],
  timeoutSeconds: 180,
  values: (context) => ({
    image: imageOf(image, context),
    testFramework: { enabled: false },
    resources: plainResourcesOf(resources),
    tolerations: [{ operator: "Exists" }],
    priorityClassName: "system-node-critical",
    securityContext: {
      // the files belong to root
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    serviceMonitor: { enabled: isMonitored(context) },
    envFrom: [{ prefix: "FLUENT_", secretRef: { name: "logs-fluent-bit" } }],
    extraVolumes: volumes,
    extraVolumeMounts: mounts,
    config: { service, inputs, filters, outputs, customParsers: parsers },
  }),
  footprint: (context) => [
    {
      kind: "DaemonSet",
      name: "fluent-bit",
      ...resources,
      startupSeconds: 5,
      priority: "system-node-critical",
    },
    ...madeByOperator(context),
  ],
} as const satisfies Addon;

function madeByOperator(context: AddonContext): readonly Footprint[] {
  const { elasticsearch, kibana } = logServers(context);
  const { storage, ...servers } = elasticsearch;
  const placed = (replicas: number) =>
    ({
      spread: replicas > 1 ? "zone" : "none",
      budget: replicas > 1,
      priority: priorities.platform.name,
      madeBy: "operator",
    }) as const;
  return [
    {
      kind: "StatefulSet",
      name: "logs-es-default",
      ...servers,
      ...placed(servers.replicas),
      startupSeconds: 45,
      storage: { "elasticsearch-data": storage },
    },
    {
      kind: "Deployment",
      name: "logs-kb",
      ...kibana,
      ...placed(kibana.replicas),
      startupSeconds: 45,
    },
  ];
}
