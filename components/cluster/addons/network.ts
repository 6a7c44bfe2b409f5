import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { insideNetworks } from "../../check/inside-networks.ts";
import type { Peer } from "../../platform.ts";
import { denyAll, type Opening, policyRules } from "../../workload/network-policy.ts";
import type { Named } from "../../workload/objects.ts";

/** Traffic of an add-on's pods, beside that among themselves and the questions to the cluster's DNS. */
export interface AddonNetwork {
  /** @default no source outside its namespaces */
  readonly ingress?: readonly Opening[];
  /** @default no destination outside its namespaces */
  readonly egress?: readonly Opening[];
}

/** The pods of a namespace. */
export const inNamespace = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

const everywhere: Peer = { ipBlock: { cidr: "0.0.0.0/0" } };

/** The namespace of Prometheus. */
export const monitoringNamespace = "monitoring";

/** The namespace of the collector, which takes the spans of all services. */
export const tracesNamespace = "opentelemetry";

/** The namespace of Elasticsearch, Kibana and Fluent Bit. */
export const loggingNamespace = "logging";

/**
 * Requests of the API server: webhooks and aggregated APIs. It has addresses of the VPC on EKS, and any address elsewhere, so the port is
 * open to all.
 */
export const fromApiServer = (...ports: readonly number[]): Opening => ({
  peers: [everywhere],
  ports,
});

/** Pods of any namespace. */
export const fromPods = (...ports: readonly number[]): Opening => ({
  peers: [{ namespaceSelector: { matchLabels: {} } }],
  ports,
});

/** Scrapes of Prometheus. Without monitoring the namespace does not exist, and neither does the opening. */
export const fromPrometheus = (isMonitored: boolean, ...ports: readonly number[]): Opening => ({
  peers: isMonitored ? [inNamespace(monitoringNamespace)] : [],
  ports,
});

/** The API of Kubernetes: 443 at its Service and on EKS, 6443 on most other clusters. */
export const toApiServer: Opening = { peers: [everywhere], ports: [443, 6443] };

/** Every pod of the cluster, at every port: what Prometheus scrapes is known by monitors alone. */
export const toEveryPod: Opening = {
  peers: [{ namespaceSelector: { matchLabels: {} } }],
  ports: "any",
};

/** Kubelets, and exporters in the network of their nodes. */
export const toNodes = (...ports: readonly number[]): Opening => ({ peers: [everywhere], ports });
/** Repositories of Git, by HTTPS and by SSH. */
export const toGit: Opening = { peers: [everywhere], ports: [443, 22] };

/** HTTPS to any address: APIs of AWS, registries, identity providers. */
export const toHttps: Opening = { peers: [everywhere], ports: [443] };

/** Pods of any namespace. Their own policies decide as well. */
export const toPods = (...ports: readonly number[]): Opening => ({
  peers: [{ namespaceSelector: { matchLabels: {} } }],
  ports,
});

/** Managed stores in the VPC. */
export const toNetworks = (...ports: readonly number[]): Opening => ({
  peers: insideNetworks.map((cidr) => ({ ipBlock: { cidr } })),
  ports,
});

/** The agent of EKS Pod Identity on each node, which hands out credentials (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html). */
export const toPodIdentity: Opening = {
  peers: [{ ipBlock: { cidr: "169.254.170.23/32" } }],
  ports: [80],
};

const toDns: Opening = {
  peers: [
    { ...inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } },
  ],
  ports: [53],
  protocols: ["UDP", "TCP"],
};

/**
 * The policies of one namespace: one denies everything, the other opens what the add-on needs.
 * @param namespaces all namespaces of the add-on, whose pods reach each other
 */
export function addonPolicies(
  name: string,
  namespace: string,
  namespaces: readonly string[],
  { ingress = [], egress = [] }: AddonNetwork,
): readonly Named<INetworkPolicy>[] {
  const own = namespaces.map(inNamespace);
  const rules = policyRules(ingress, [toDns, ...egress]);
  return [
    denyAll(namespace),
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace, labels: { "app.kubernetes.io/managed-by": "hanok" } },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: own }, ...rules.ingress],
        egress: [{ to: own }, ...rules.egress],
      },
    },
  ];
}
