import { createHash } from "node:crypto";

/** Letters of a role's name that Pulumi makes from a resource's: `-` and seven random digits follow, and IAM takes 64. */
export const longestRole = 64 - 8;

/** A name of limited length. What is too long keeps its beginning, and ends in a hash of the whole. */
export function shortName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - hash.length - 1).replace(/[-_/.]+$/, "")}-${hash}`;
}

/** Names of what stands in an account, known before it is made. */
export interface ClusterPlace {
  readonly region: string;
  readonly clusterName: string;
  /** AWS account, twelve digits. */
  readonly account: string;
}

/** ARN of a cluster. */
export function clusterArn({ region, account, clusterName }: ClusterPlace): string {
  return `arn:aws:eks:${region}:${account}:cluster/${clusterName}`;
}

/** The log group that EKS writes to; it makes its own, without an end and a key, where there is none. */
export function logGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** First part of the repositories that hold copies of a registry's images. ECR takes 30 letters. */
export function cachePrefix(clusterName: string, prefix: string): string {
  return shortName(`${clusterName}/${prefix}`, 30);
}
