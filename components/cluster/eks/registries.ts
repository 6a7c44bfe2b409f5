import type { Problem } from "../../check/schema.ts";

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
