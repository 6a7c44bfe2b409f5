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
