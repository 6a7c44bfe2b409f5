import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { PullThroughCacheRule } from "@pulumi/aws/ecr/pullThroughCacheRule.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { RepositoryCreationTemplate } from "@pulumi/aws/ecr/repositoryCreationTemplate.js";
import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, ImageCaches } from "../../platform.ts";
import { cachePrefix, type ClusterPlace, upstreams } from "./names.ts";

/** Creates a repository for each image of the environment's systems. */
export function createRepositories(
  name: string,
  args: {
    readonly repositories: Readonly<Record<string, readonly string[]>>;
    readonly data: DataPolicy;
  },
  options: pulumi.CustomResourceOptions,
): void {
  const keep = args.data === "keep";
  for (const [repository, tags] of Object.entries(args.repositories)) {
    const own = `${name}-${repository.replaceAll("/", "-")}`;
    const made = new Repository(
      own,
      {
        name: repository,
        // production runs exactly the tested tag
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        // with the AWS managed key of ECR, which is free
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        forceDelete: !keep,
        tags: { Name: own },
      },
      { ...options, protect: keep },
    );
    new LifecyclePolicy(
      own,
      { repository: made.name, policy: imageLifecycle(tags) },
      // the provider replaces a policy; the deletion of the old one would delete the new one, which has the same id
      { ...options, deleteBeforeReplace: true },
    );
  }
}

/**
 * Creates caches of public registries. Pulls then do not depend on the registries' limits, and images remain after
 * their deletion.
 * @returns resources on which pods with cached images depend
 */
export function createCaches(
  name: string,
  args: { readonly clusterName: string; readonly secrets: Readonly<Record<string, string>> },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return cachedUpstreams(args.secrets).map(({ registry, url, prefix }) => {
    const credentialArn = args.secrets[registry];
    const own = `${name}-${prefix}`;
    const ecrRepositoryPrefix = cachePrefix(args.clusterName, prefix);
    const template = new RepositoryCreationTemplate(
      own,
      {
        prefix: ecrRepositoryPrefix,
        description: `Images of ${registry}`,
        appliedFors: ["PULL_THROUGH_CACHE"],
        // upstream tags may move, and the cache follows them
        imageTagMutability: "MUTABLE",
        // with KMS, ECR would need a role to create repositories
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        lifecyclePolicy: cacheLifecycle(),
      },
      options,
    );
    return new PullThroughCacheRule(
      own,
      { ecrRepositoryPrefix, upstreamRegistryUrl: url, ...(credentialArn && { credentialArn }) },
      // the first pull creates a repository from the template
      { ...options, dependsOn: [template] },
    );
  });
}

/** Registries with a cache: those without credentials, and those whose credential is known. */
function cachedUpstreams(secrets: Readonly<Record<string, string>>) {
  return upstreams.filter(
    ({ registry, asksForCredential }) => !asksForCredential || secrets[registry] !== undefined,
  );
}

/** Registry of the cached images, by original registry. */
export function imageCaches(
  { account, region, clusterName }: ClusterPlace,
  secrets: Readonly<Record<string, string>>,
): ImageCaches {
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  return Object.fromEntries(
    cachedUpstreams(secrets).map(({ registry, prefix }) => [
      registry,
      `${host}/${cachePrefix(clusterName, prefix)}`,
    ]),
  );
}

/** A rule of ECR's lifecycle policies: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
interface Rule {
  readonly description: string;
  readonly selection: Readonly<Record<string, string | number | readonly string[]>>;
  /** @default the image is deleted */
  readonly action?: Readonly<Record<string, string>>;
}

const policy = (rules: readonly Rule[]): string =>
  JSON.stringify({
    rules: rules.map(({ description, selection, action = { type: "expire" } }, index) => ({
      rulePriority: index + 1,
      description,
      selection,
      action,
    })),
  });

const inDays = (countType: string, countNumber: number) => ({
  countType,
  countUnit: "days",
  countNumber,
});

/** Maximum number of rules of a policy: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const mostRules = 50;

/**
 * Own images, docs/adr/0027-images-in-ecr.md. ECR acts on an image by the first rule that its tag matches, so the first rules protect what
 * stacks name: of one tag there is never more than one image. Other images go to the archive half a year after their last pull, and from
 * there for ever after another half.
 * @param tags that stacks name; if they are too many to protect each, only images without a tag go
 */
export function imageLifecycle(tags: readonly string[]): string {
  const untagged: Rule = {
    description: "Without a tag: deleted after a week",
    selection: { tagStatus: "untagged", ...inDays("sinceImagePushed", 7) },
  };
  if (tags.length > mostRules - 3) return policy([untagged]);
  return policy([
    ...tags.map((tag) => ({
      description: `Kept: a stack names ${tag}`,
      selection: {
        tagStatus: "tagged",
        tagPatternList: [tag],
        countType: "imageCountMoreThan",
        countNumber: 1,
      },
    })),
    untagged,
    {
      description: "Without a pull in half a year: to the archive",
      selection: { tagStatus: "any", ...inDays("sinceImagePulled", 180) },
      // ECR deletes nothing by its last pull
      action: { type: "transition", targetStorageClass: "archive" },
    },
    {
      description: "Half a year in the archive: deleted",
      selection: {
        tagStatus: "any",
        storageClass: "archive",
        ...inDays("sinceImageTransitioned", 180),
      },
    },
  ]);
}

/**
 * Copies of others' images: the next pull creates them again, which a copy in the archive would refuse. Nobody deletes the repositories, so
 * they empty themselves.
 */
export function cacheLifecycle(): string {
  return policy([
    {
      description: "A month",
      selection: { tagStatus: "any", ...inDays("sinceImagePushed", 30) },
    },
  ]);
}
