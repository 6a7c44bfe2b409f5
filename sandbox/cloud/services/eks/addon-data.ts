import type { Toleration } from "./scheduling.ts";

/** Facts about an EKS add-on. */
export interface AddonData {
  /**
   * The newest known version for Kubernetes 1.36. Older ones of the same major version are accepted, newer ones are not. Source: published
   * projects of autumn 2026. `<minor>` is that of the cluster.
   */
  readonly newest?: string;
  /**
   * Whether it has pods that need certain nodes, and waits for them. A DaemonSet is healthy without any node.
   * @default false
   */
  readonly needsNodes?: boolean;
  /** Default tolerations and node selector of these pods. */
  readonly tolerations?: readonly Toleration[];
  /**
   * Path of these pods' tolerations and node selector in `configurationValues`.
   * @default the root
   */
  readonly within?: string;
}

const critical: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };

/** "AWS add-ons" and "Community add-ons" of the EKS user guide. */
export const addons: Readonly<Record<string, AddonData>> = {
  "amazon-cloudwatch-observability": { needsNodes: true },
  "amazon-sagemaker-hyperpod-taskgovernance": { needsNodes: true },
  adot: { needsNodes: true },
  // aws-ebs-csi-driver, charts/aws-ebs-csi-driver/values.yaml: controller.tolerations
  "aws-ebs-csi-driver": {
    newest: "v1.66.0-eksbuild.1",
    needsNodes: true,
    tolerations: [critical, { effect: "NoExecute", operator: "Exists" }],
    within: "controller",
  },
  "aws-efs-csi-driver": { needsNodes: true, tolerations: [critical], within: "controller" },
  "aws-fsx-csi-driver": { needsNodes: true, tolerations: [critical], within: "controller" },
  "aws-guardduty-agent": {},
  "aws-mountpoint-s3-csi-driver": {},
  "aws-network-flow-monitoring-agent": {},
  "aws-privateca-connector-for-kubernetes": { needsNodes: true },
  "aws-secrets-store-csi-driver-provider": {},
  "cert-manager": { needsNodes: true },
  // EKS user guide, "Manage CoreDNS": the pods tolerate the control plane's taint and CriticalAddonsOnly
  coredns: {
    newest: "v1.14.3-eksbuild.23",
    needsNodes: true,
    tolerations: [critical, { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
  },
  "eks-node-monitoring-agent": { newest: "v1.6.4-eksbuild.1" },
  "eks-pod-identity-agent": { newest: "v1.3.10-eksbuild.3" },
  "external-dns": { needsNodes: true },
  "fluent-bit": {},
  "kube-proxy": { newest: "v1.<minor>.0-eksbuild.25" },
  "kube-state-metrics": { needsNodes: true },
  // metrics-server, charts/metrics-server/values.yaml: none
  "metrics-server": { newest: "v0.9.0-eksbuild.11", needsNodes: true, tolerations: [] },
  "prometheus-node-exporter": {},
  // external-snapshotter, deploy/kubernetes/snapshot-controller: none
  "snapshot-controller": { newest: "v8.6.0-eksbuild.1", needsNodes: true, tolerations: [] },
  "vpc-cni": { newest: "v1.23.0-eksbuild.1" },
};

/** Version of an add-on without recorded versions: it has the right form and never changes. */
const unknown = "v1.0.0-eksbuild.1";

/** @param kubernetes `1.36` */
export function newestVersion(addon: string, kubernetes: string): string {
  const minor = kubernetes.split(".")[1] ?? "";
  return (addons[addon]?.newest ?? unknown).replace("<minor>", minor);
}

/** Whether EKS may offer the version for a cluster: not newer than the newest known one, and for kube-proxy the cluster's minor. */
export function isOffered(addon: string, version: string, kubernetes: string): boolean {
  const wanted = partsOf(version);
  const newest = partsOf(newestVersion(addon, kubernetes));
  if (wanted === undefined || newest === undefined) return false;
  if (addons[addon]?.newest === undefined) return true;
  if (wanted[0] !== newest[0]) return false;
  if (addon === "kube-proxy") return wanted[1] === newest[1];
  return compare(wanted.slice(0, 3), newest.slice(0, 3)) <= 0;
}

function partsOf(version: string): readonly number[] | undefined {
  const found = /^v(\d+)\.(\d+)\.(\d+)-eksbuild\.(\d+)$/.exec(version);
  return found?.slice(1).map(Number);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
