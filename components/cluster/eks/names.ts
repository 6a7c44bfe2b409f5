import { shortName } from "../../check/names.ts";
import type { Problem } from "../../check/schema.ts";

/**
 * Maximum length of a resource name that becomes a role's name: Pulumi adds `-` and seven characters, and IAM allows
 * 64.
 */
export const longestRole = 64 - 8;

/** Parts of ARNs in an account, known before the resources exist. */
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

/** Log group of the control plane. Without it, EKS creates one without retention and key. */
export function logGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** Prefix of the repositories with copies of a registry's images. ECR allows 30 characters. */
export function cachePrefix(clusterName: string, prefix: string): string {
  return shortName(`${clusterName}/${prefix}`, 30);
}

/** A registry that ECR can cache: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
export interface Upstream {
  /** First part of an image's name. */
  readonly registry: string;
  /** Host that ECR uses. That of Docker Hub differs from the images' host. */
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

/** Registries that require a credential even for public images. */
export const askingRegistries = ["docker.io", "ghcr.io"] as const;

/**
 * ECR accepts only secrets with this name:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
export function validateCacheSecret(value: string): Problem {
  if (!/^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/.test(value)) {
    return "is not an ARN of a secret";
  }
  return /:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/.test(value)
    ? undefined
    : "is a secret that ECR does not take";
}

/**
 * Number of zones with network interfaces of the control plane. EKS requires two and never accepts others later
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html). Nodes may be in more zones.
 */
export const controlPlaneZones = 2;
