/** Names of what Karpenter needs in the account, known before any of it is there: an output is no Helm value. */

/** SQS queue of interruption notices. */
export const interruptionQueue = (clusterName: string): string => `${clusterName}-karpenter`;

/** IAM role of the nodes, and the instance profile that holds it. */
export const nodeRole = (clusterName: string): string => `${clusterName}-karpenter-node`;

/** Tag of the subnets that nodes stand in, and of the security group that they have. */
export const discovery = (clusterName: string): Readonly<Record<string, string>> => ({
  "karpenter.sh/discovery": clusterName,
});
