/** Add-ons that EKS installs and keeps, in the order of their needs. Without a load of AWS's classes: settings name them. */
export const eksAddonNames = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "coredns",
  "snapshot-controller",
  "aws-ebs-csi-driver",
  "metrics-server",
] as const;

export type EksAddonName = (typeof eksAddonNames)[number];
