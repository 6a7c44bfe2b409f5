/** A workload of an EKS add-on. Requests are the sum of the containers in one pod. */
export interface Workload {
  readonly kind: "Deployment" | "DaemonSet";
  readonly name: string;
  /** Default for a Deployment whose add-on configuration sets no replicas. */
  readonly replicas?: number;
  readonly cpu: string;
  readonly memory: string;
}

/** Workloads of each add-on, by the defaults of its chart. Add-ons that are missing here create no objects. */
export const workloads: Readonly<Record<string, readonly Workload[]>> = {
  // the containers aws-node and aws-eks-nodeagent request 25m each
  "vpc-cni": [{ kind: "DaemonSet", name: "aws-node", cpu: "50m", memory: "0" }],
  "kube-proxy": [{ kind: "DaemonSet", name: "kube-proxy", cpu: "100m", memory: "0" }],
  "eks-pod-identity-agent": [
    { kind: "DaemonSet", name: "eks-pod-identity-agent", cpu: "0", memory: "0" },
  ],
  "eks-node-monitoring-agent": [
    { kind: "DaemonSet", name: "eks-node-monitoring-agent", cpu: "10m", memory: "30Mi" },
  ],
  coredns: [{ kind: "Deployment", name: "coredns", replicas: 2, cpu: "100m", memory: "70Mi" }],
  // controller: six containers with 10m and 40Mi each; node: three
  "aws-ebs-csi-driver": [
    {
      kind: "Deployment",
      name: "ebs-csi-controller",
      replicas: 2,
      cpu: "60m",
      memory: "240Mi",
    },
    { kind: "DaemonSet", name: "ebs-csi-node", cpu: "30m", memory: "120Mi" },
  ],
  "snapshot-controller": [
    { kind: "Deployment", name: "snapshot-controller", replicas: 2, cpu: "0", memory: "0" },
  ],
  "metrics-server": [
    { kind: "Deployment", name: "metrics-server", replicas: 2, cpu: "100m", memory: "200Mi" },
  ],
};
