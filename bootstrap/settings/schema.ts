import { z } from "zod";
import { by, type Infer, list, matching, text } from "../../components/check/schema.ts";
import { isBranchName, isEnvironmentName, parseRepository, type Repository } from "./subject.ts";

/**
 * Maximum length of a project, in characters. The bucket's name is `<project>-state-<account>-<region>`.
 * A bucket's name has at most 63 characters, and the longest region has 14
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
export const longestProject = 63 - "-state-".length - 12 - 1 - 14;

const project = text((value) => {
  if (value.length > longestProject) {
    const remedy = `Use at most ${longestProject}; the bucket's name also contains account and region.`;
    return { problem: `has ${value.length} characters`, remedy };
  }
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(value)) return "is not valid in a bucket's name";
  return /^(xn--|sthree-|amzn-s3-demo-)/.test(value) ? "has a prefix that AWS reserves" : undefined;
});

const region = text((value) => {
  if (/^(cn|us-gov|us-iso\w*|eusc)-/.test(value)) return "is not in the aws partition";
  if (/^[a-z]{2}-[a-z]+-\d[a-z]$/.test(value))
    return { problem: "is a zone", remedy: `Its region is ${value.slice(0, -1)}.` };
  return /^[a-z]{2}-[a-z]+-\d$/.test(value) ? undefined : "is not an AWS region";
});

const repository = text()
  .check(by((value) => (parseRepository(value) ? undefined : "is not a GitHub repository")))
  .meta({
    description: "The repository whose workflows may take the CI roles.",
    remedy:
      "Write <owner>/<name>, or <owner>@<number>/<name>@<number> for a repository of July 2026 or later.",
  })
  .transform((value): Repository => parseRepository(value) ?? z.NEVER);

const environment = text((value) =>
  isEnvironmentName(value) ? undefined : "has a character that a token would change",
).meta({ remedy: "Write the name of a GitHub environment, like prod." });

const branch = text((value) => (isBranchName(value) ? undefined : "is not a branch name")).meta({
  remedy: "Write the name of a branch, like main.",
});

const administrator = text((value) => {
  if (/^arn:aws:sts::\d{12}:assumed-role\//.test(value)) {
    const remedy = "Write the ARN of its role, with the role's path.";
    return { problem: "is a role session", remedy };
  }
  const [, path] = /^arn:aws:iam::\d{12}:(?:role|user)\/([\w+=,.@/*?-]{1,576})$/.exec(value) ?? [];
  if (path === undefined) return "is not the ARN of a role or user";
  return /[A-Za-z0-9]{3}/.test(path) ? undefined : "would match nearly every role of the account";
}).meta({
  remedy: 'Write the ARN of a role or user: "arn:aws:iam::123456789012:role/Admin".',
});

/** Facts of one AWS account, `hanok-bootstrap:<key>` in `Pulumi.<stack>.yaml`. */
export const settings = z
  .strictObject({
    project: project
      .meta({
        description: "Prefix of every name, and the IAM path of the roles that stacks create.",
        remedy: "Use lower-case letters, digits and inner hyphens, like hanok.",
      })
      .default("hanok"),
    account: matching(/^\d{12}$/, "is not an AWS account").meta({
      description: "Account, 12 digits. Credentials of another account are refused.",
      remedy: 'Write its 12 digits in quotes, because YAML drops a leading zero: "012345678901".',
    }),
    region: region.meta({
      description: "Region of the bucket and the key.",
      remedy: "Write an AWS region, like ap-northeast-2.",
    }),
    repository,
    environments: list(environment)
      .meta({
        description: "GitHub environments that may deploy to this account.",
        remedy: "Write a list of GitHub environments: [prod].",
      })
      .default([]),
    branches: list(branch)
      .meta({
        description: "Branches that may deploy without an environment.",
        remedy: "Write a list of branches: [main].",
      })
      .default([]),
    administrators: list(administrator).min(1).meta({
      description:
        "ARNs of the IAM roles and users who run Pulumi by hand; `*` and `?` stand for letters.",
      remedy: "List the ARNs of everyone who runs Pulumi by hand, including your own.",
    }),
    oidcProvider: z.enum(["new", "existing"]).default("new").meta({
      description:
        "An account has one OIDC provider for a URL: `existing` uses the one that it has.",
    }),
  })
  .meta({ remedy: "Write the settings below config:, each as hanok-bootstrap:<key>." });

/** The same schema with optional keys. */
export const someSettings = settings.partial();

export type Settings = Infer<typeof settings>;
