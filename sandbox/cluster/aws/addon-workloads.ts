/** A workload of an EKS add-on, with the requests of all containers of one pod. */
export interface Workload {
  readonly kind: "Deployment" | "DaemonSet";
  readonly name: string;
  /** Of a Deployment, where the add-on's configuration says nothing. */
  readonly replicas?: number;
  readonly cpu: string;
  readonly memory: string;
}

/** What add-ons run, by their own charts' defaults; of those that are not listed nothing is seen in the cluster. */
export const workloads: Readonly<Record<string, readonly Workload[]>> = {
  // containers aws-node and aws-eks-nodeagent, 25m each
  "vpc-cni": [{ kind: "DaemonSet", name: "aws-node", cpu: "50m", memory: "0" }],
  "kube-proxy": [{ kind: "DaemonSet", name: "kube-proxy", cpu: "100m", memory: "0" }],
  "eks-pod-identity-agent": [
    { kind: "DaemonSet", name: "eks-pod-identity-agent", cpu: "0", memory: "0" },
  ],
  coredns: [{ kind: "Deployment", name: "coredns", replicas: 2, cpu: "100m", memory: "70Mi" }],
  // six containers of 10m and 40Mi beside the leader; three on each node
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
