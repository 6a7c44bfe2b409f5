import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { PullThroughCacheRule } from "@pulumi/aws/ecr/pullThroughCacheRule.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { RepositoryCreationTemplate } from "@pulumi/aws/ecr/repositoryCreationTemplate.js";
import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy } from "../../platform.ts";
import { cachePrefix, upstreams } from "./names.ts";

/** Makes a repository for each image of the environment's systems. */
export function createRepositories(
  name: string,
  args: { readonly repositories: readonly string[]; readonly data: DataPolicy },
  options: pulumi.CustomResourceOptions,
): void {
  const keep = args.data === "keep";
  for (const repository of args.repositories) {
    const own = `${name}-${repository.replaceAll("/", "-")}`;
    const made = new Repository(
      own,
      {
        name: repository,
        // a tag that was tried is what runs in production
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        // by AWS's own key for ECR, which costs nothing
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        forceDelete: !keep,
        tags: { Name: own },
      },
      { ...options, protect: keep },
    );
    new LifecyclePolicy(own, { repository: made.name, policy: imageLifecycle() }, options);
  }
}

/** Makes caches of public registries, so that a pull does not depend on their limits, and images stay when they are gone. */
export function createCaches(
  name: string,
  args: { readonly clusterName: string; readonly secrets: Readonly<Record<string, string>> },
  options: pulumi.CustomResourceOptions,
): void {
  for (const { registry, url, prefix, asksForCredential } of upstreams) {
    const credentialArn = args.secrets[registry];
    if (asksForCredential && credentialArn === undefined) continue;
    const own = `${name}-${prefix}`;
    const ecrRepositoryPrefix = cachePrefix(args.clusterName, prefix);
    const template = new RepositoryCreationTemplate(
      own,
      {
        prefix: ecrRepositoryPrefix,
        description: `Images of ${registry}`,
        appliedFors: ["PULL_THROUGH_CACHE"],
        // a tag of theirs may move, and the cache follows it
        imageTagMutability: "MUTABLE",
        // with KMS, ECR would ask for a role to make repositories by
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        lifecyclePolicy: cacheLifecycle(),
      },
      options,
    );
    new PullThroughCacheRule(
      own,
      { ecrRepositoryPrefix, upstreamRegistryUrl: url, ...(credentialArn && { credentialArn }) },
      // the first pull makes a repository, by the template
      { ...options, dependsOn: [template] },
    );
  }
}

/** A rule of ECR's lifecycle policies: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
interface Rule {
  readonly description: string;
  readonly selection: Readonly<Record<string, string | number>>;
}

const policy = (rules: readonly Rule[]): string =>
  JSON.stringify({
    rules: rules.map(({ description, selection }, index) => ({
      rulePriority: index + 1,
      description,
      selection,
      action: { type: "expire" },
    })),
  });

const inDays = (tagStatus: "any" | "untagged", days: number) => ({
  tagStatus,
  countType: "sinceImagePushed",
  countUnit: "days",
  countNumber: days,
});

/** Own images: each release stays for a return to it, as long as there are not a hundred newer ones. */
export function imageLifecycle(): string {
  return policy([
    { description: "Without a tag, a week", selection: inDays("untagged", 7) },
    {
      description: "The last hundred",
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
    },
  ]);
}

/** Copies of others' images: the next pull makes them anew. Nobody deletes the repositories, so they empty themselves. */
export function cacheLifecycle(): string {
  return policy([{ description: "A month", selection: inDays("any", 30) }]);
}
