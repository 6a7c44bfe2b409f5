import { createHash } from "node:crypto";
import type { Problem } from "../../check/schema.ts";

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

/** A registry whose images ECR can keep a copy of: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
export interface Upstream {
  /** First part of an image's name. */
  readonly registry: string;
  /** Where ECR asks; Docker Hub's API has another name than its images. */
  readonly url: string;
  /** Last part of the cache's prefix. */
  readonly prefix: string;
  readonly asksForCredential: boolean;
}

export const upstreams: readonly Upstream[] = [
  {
    registry: "public.ecr.aws",
    url: "public.ecr.aws",
    prefix: "ecr-public",
    asksForCredential: false,
  },
  { registry: "registry.k8s.io", url: "registry.k8s.io", prefix: "k8s", asksForCredential: false },
  { registry: "quay.io", url: "quay.io", prefix: "quay", asksForCredential: false },
  { registry: "docker.io", url: "registry-1.docker.io", prefix: "docker", asksForCredential: true },
  { registry: "ghcr.io", url: "ghcr.io", prefix: "ghcr", asksForCredential: true },
];

/** Registries that ask for a credential even for public images. */
export const askingRegistries = ["docker.io", "ghcr.io"] as const;

/** ECR takes no secret of another name: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
export function validateCacheSecret(value: string): Problem {
  if (!/^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/.test(value)) {
    return "is not an ARN of a secret";
  }
  return /:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/.test(value)
    ? undefined
    : "is a secret that ECR does not take";
}

/**
 * Zones with network interfaces of the control plane. EKS demands two, and refuses any other zone later
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html); nodes may stand in more.
 */
export const controlPlaneZones = 2;
