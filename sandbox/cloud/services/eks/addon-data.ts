import type { Toleration } from "./scheduling.ts";

/** What is known of an EKS add-on. */
export interface AddonData {
  /**
   * The newest version that is known here, for Kubernetes 1.36; older ones of the same major version are taken, newer ones are not.
   * As published projects had them in autumn 2026; `<minor>` is the cluster's own.
   */
  readonly newest?: string;
  /** It runs on nodes of its own choice, and waits for them; a DaemonSet is in order on no node at all. @default false */
  readonly needsNodes?: boolean;
  /** Of the pods that wait for a node, as the add-on brings them. */
  readonly tolerations?: readonly Toleration[];
  /** Where `configurationValues` hold tolerations and node selector of these pods. @default the top */
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

/** The version of an add-on whose versions are not recorded: it has the right form and never changes. */
const unknown = "v1.0.0-eksbuild.1";

/** @param kubernetes `1.36` */
export function newestVersion(addon: string, kubernetes: string): string {
  const minor = kubernetes.split(".")[1] ?? "";
  return (addons[addon]?.newest ?? unknown).replace("<minor>", minor);
}

/** Whether EKS could have the version for a cluster: not beyond what is known, and of kube-proxy no other minor than the cluster's. */
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
