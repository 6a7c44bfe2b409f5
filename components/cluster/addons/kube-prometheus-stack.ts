import type { Statement } from "../../iam/policy-document.ts";
import type { AwsContext } from "../control-plane.ts";
import { priorities } from "../../workload/priority.ts";
import { plainResourcesOf, plus, type Requests, splitImage } from "./parts.ts";
import { type Addon, type AddonContext, type Footprint, type HelmValues } from "./addon.ts";
import { grafanaImages, grafanaPods, grafanaValues } from "./grafana.ts";
import {
  fromApiServer,
  inNamespace,
  monitoringNamespace,
  toEveryPod,
  toHttps,
  toNodes,
} from "./network.ts";

const images = {
  operator: "quay.io/prometheus-operator/prometheus-operator",
  reloader: "quay.io/prometheus-operator/prometheus-config-reloader",
  certificates: "ghcr.io/jkroepke/kube-webhook-certgen",
  prometheus: "quay.io/prometheus/prometheus",
  alertmanager: "quay.io/prometheus/alertmanager",
  nodeExporter: "quay.io/prometheus/node-exporter",
  stateMetrics: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
} as const;

const sizes = {
  small: {
    prometheus: { cpu: "250m", memory: "1536Mi" },
    diskGi: 20,
    days: 7,
    stateMetrics: { cpu: "20m", memory: "96Mi" },
  },
  large: {
    prometheus: { cpu: "1", memory: "6Gi" },
    diskGi: 100,
    days: 30,
    stateMetrics: { cpu: "50m", memory: "256Mi" },
  },
} as const satisfies Record<AddonContext["size"], unknown>;

const alertmanager: Requests = { cpu: "20m", memory: "64Mi" };
const operator: Requests = { cpu: "50m", memory: "128Mi" };
/** Beside Prometheus and Alertmanager. */
const reloader: Requests = { cpu: "10m", memory: "32Mi" };
const nodeExporter: Requests = { cpu: "20m", memory: "48Mi" };

const replicas = ({ redundancy }: AddonContext) =>
  redundancy === "zonal" ? { prometheus: 2, alertmanager: 3 } : { prometheus: 1, alertmanager: 1 };

/**
 * Space for the blocks, in GiB. The write-ahead log and the blocks that are being compacted take the rest of the disk
 * (https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size).
 */
export const retentionGi = (diskGi: number): number => Math.floor(diskGi * 0.85);

const claim = (size: string) => ({
  volumeClaimTemplate: {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: size } } },
  },
});

/** One pod a zone, and one eviction at a time. */
const spread = (count: number): HelmValues =>
  count === 1
    ? { podAntiAffinity: "" }
    : { podAntiAffinity: "hard", podAntiAffinityTopologyKey: "topology.kubernetes.io/zone" };
const budget = (count: number) => ({
  podDisruptionBudget: { enabled: count > 1, minAvailable: Math.max(1, count - 1) },
});

const priorityClassName = priorities.platform.name;
const everything = {
  ruleSelectorNilUsesHelmValues: false,
  serviceMonitorSelectorNilUsesHelmValues: false,
  podMonitorSelectorNilUsesHelmValues: false,
  probeSelectorNilUsesHelmValues: false,
  scrapeConfigSelectorNilUsesHelmValues: false,
} as const;

function prometheusSpec(context: AddonContext): HelmValues {
  const { prometheus, diskGi, days } = sizes[context.size];
  const count = replicas(context).prometheus;
  return {
    ...everything,
    image: splitImage(images.prometheus, context),
    replicas: count,
    ...spread(count),
    priorityClassName,
    resources: plainResourcesOf(prometheus),
    retention: `${days}d`,
    retentionSize: `${retentionGi(diskGi)}GiB`,
    storageSpec: claim(`${diskGi}Gi`),
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: context.data === "keep" ? "Retain" : "Delete",
      whenScaled: "Retain",
    },
    // points of latency lead to traces
    enableFeatures: ["exemplar-storage"],
  };
}

function alertmanagerSpec(context: AddonContext): HelmValues {
  const count = replicas(context).alertmanager;
  return {
    image: splitImage(images.alertmanager, context),
    replicas: count,
    ...spread(count),
    priorityClassName,
    resources: plainResourcesOf(alertmanager),
    useExistingSecret: true,
    secrets: [alertmanagerSecrets.webhooks],
    storage: claim("1Gi"),
  };
}

/** Messages to the topic of the alarms, which is encrypted by a key of its own. The topic's name ends with letters that AWS or Pulumi adds. */
function publishStatements({ region }: AwsContext): readonly Statement[] {
  const throughSns = { StringEquals: { "kms:ViaService": `sns.${region}.amazonaws.com` } };
  return [
    {
      Sid: "PublishAlerts",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: `arn:aws:sns:${region}:*:alarms-*`,
    },
    {
      Sid: "EncryptAlerts",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `arn:aws:kms:${region}:*:key/*`,
      Condition: throughSns,
    },
  ];
}

const off = { enabled: false } as const;

/** Prometheus and its operator, Alertmanager, Grafana, and the exporters of nodes and objects. */
export const kubePrometheusStack = {
  name: "kube-prometheus-stack",
  namespace: monitoringNamespace,
  podSecurity: "restricted",
  namespaces: {
    "node-exporter": {
      level: "privileged",
      because: "it reads the file systems and the network of its node",
    },
  },
  network: () => ({
    // the operator's webhook; OpenCost asks Prometheus
    ingress: [fromApiServer(10250), { peers: [inNamespace("opencost")], ports: [9090] }],
    egress: [toEveryPod, toNodes(443, 6443, 10250, 9100, 61678), toHttps],
  }),
  identities: [
    { serviceAccount: "kube-prometheus-stack-alertmanager", statements: publishStatements },
  ],
  runsOn: "workers",
  requires: ["prometheus-operator-crds"],
  readiness: { kind: "awaited" },
  images: [...Object.values(images), ...grafanaImages],
  timeoutSeconds: 600,
  values: (context) => ({
    crds: off,
    // alerts and dashboards are the observability stack's: each has a runbook, and metrics that are scraped
    defaultRules: { create: false },
    // the control plane of EKS and of most clusters cannot be scraped
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeEtcd: off,
    kubeProxy: off,
    prometheusOperator: operatorValues(context),
    prometheus: {
      ...budget(replicas(context).prometheus),
      prometheusSpec: prometheusSpec(context),
    },
    alertmanager: {
      ...budget(replicas(context).alertmanager),
      alertmanagerSpec: alertmanagerSpec(context),
    },
    grafana: grafanaValues(context),
    "kube-state-metrics": {
      image: splitImage(images.stateMetrics, context),
      resources: plainResourcesOf(sizes[context.size].stateMetrics),
      priorityClassName,
    },
    "prometheus-node-exporter": {
      namespaceOverride: "node-exporter",
      image: splitImage(images.nodeExporter, context),
      resources: plainResourcesOf(nodeExporter),
      priorityClassName: "system-node-critical",
    },
  }),
  footprint: (context) => footprint(context),
} as const satisfies Addon;

function operatorValues(context: AddonContext): HelmValues {
  return {
    image: splitImage(images.operator, context),
    resources: plainResourcesOf(operator),
    prometheusConfigReloader: {
      image: splitImage(images.reloader, context),
      resources: plainResourcesOf(reloader),
    },
    admissionWebhooks: { patch: { image: splitImage(images.certificates, context) } },
  };
}

function footprint(context: AddonContext): readonly Footprint[] {
  const { prometheus, diskGi, stateMetrics } = sizes[context.size];
  const count = replicas(context);
  const one = { replicas: 1, spread: "none", budget: false, priority: priorityClassName } as const;
  const made = (name: string, pods: Requests, number: number, storage: string) =>
    ({
      kind: "StatefulSet",
      name: `${name}-kube-prometheus-stack-${name}`,
      replicas: number,
      ...plus(pods, reloader),
      startupSeconds: 20,
      spread: number > 1 ? "zone" : "none",
      budget: number > 1,
      priority: priorityClassName,
      storage: { [`${name}-db`]: storage },
      madeBy: "operator",
    }) as const;
  const deployment = (name: string, pods: Requests, ports: Readonly<Record<string, number>>) =>
    ({
      kind: "Deployment",
      name: `kube-prometheus-stack-${name}`,
      ...one,
      ...pods,
      startupSeconds: 15,
      ports,
    }) as const;
  return [
    deployment("operator", operator, { https: 10250 }),
    deployment("kube-state-metrics", stateMetrics, { http: 8080 }),
    deployment("grafana", grafanaPods(context), { http: 3000 }),
    {
      kind: "DaemonSet",
      name: "kube-prometheus-stack-prometheus-node-exporter",
      ...nodeExporter,
      startupSeconds: 5,
      priority: "system-node-critical",
    },
    made("prometheus", prometheus, count.prometheus, `${diskGi}Gi`),
    made("alertmanager", alertmanager, count.alertmanager, "1Gi"),
  ];
}

/** Secret with the configuration of Alertmanager, under the name that the operator looks for, and Secret with its webhooks. The observability stack writes both. */
export const alertmanagerSecrets = {
  configuration: "alertmanager-kube-prometheus-stack-alertmanager",
  webhooks: "alertmanager-webhooks",
} as const;
