import { z } from "zod";
import { fields, leaf, list, validateText, text, word } from "../../components/check/schema.ts";
import { isBranchName, isEnvironmentName, parseRepository } from "./subject.ts";
import type { Repository } from "./types.ts";

/**
 * Maximum length of a project, in characters. The bucket's name is `<project>-state-<account>-<region>`.
 * A bucket's name has at most 63 characters, and the longest region has 14
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
export const longestProject = 63 - "-state-".length - 12 - 1 - 14;

const project = text("Use lower-case letters, digits and inner hyphens, like hanok.", (value) => {
  if (value.length > longestProject) {
    const remedy = `Use at most ${longestProject}; the bucket's name also contains account and region.`;
    return { problem: `has ${value.length} characters`, remedy };
  }
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(value)) return "is not valid in a bucket's name";
  return /^(xn--|sthree-|amzn-s3-demo-)/.test(value) ? "has a prefix that AWS reserves" : undefined;
});

const account = text('Write the 12 digits of the account, in quotes: "012345678901".', (value) =>
  /^\d{12}$/.test(value) ? undefined : { problem: "is not an AWS account", remedy: accountRemedy },
);
const accountRemedy =
  'Write its 12 digits in quotes, because YAML drops a leading zero: "012345678901".';

const region = text("Write an AWS region, like ap-northeast-2.", (value) => {
  if (/^(cn|us-gov|us-iso\w*|eusc)-/.test(value)) return "is not in the aws partition";
  if (/^[a-z]{2}-[a-z]+-\d[a-z]$/.test(value)) {
    return { problem: "is a zone", remedy: `Its region is ${value.slice(0, -1)}.` };
  }
  return /^[a-z]{2}-[a-z]+-\d$/.test(value) ? undefined : "is not an AWS region";
});

const repositoryRemedy =
  "Write <owner>/<name>, or <owner>@<number>/<name>@<number> for a repository of July 2026 or later.";
const repository = leaf<string>(
  repositoryRemedy,
  (value) =>
    validateText(value) ??
    (parseRepository(String(value)) === undefined ? "is not a GitHub repository" : undefined),
).transform((value): Repository => parseRepository(value) ?? z.NEVER);

const environments = list(
  text("Write the name of a GitHub environment, like prod.", (value) =>
    isEnvironmentName(value) ? undefined : "has a character that a token would change",
  ),
  "Write a list of GitHub environments: [prod].",
);

const branches = list(
  text("Write the name of a branch, like main.", (value) =>
    isBranchName(value) ? undefined : "is not a branch name",
  ),
  "Write a list of branches: [main].",
);

const administrator = text(
  'Write the ARN of a role or user: "arn:aws:iam::123456789012:role/Admin".',
  (value) => {
    if (/^arn:aws:sts::\d{12}:assumed-role\//.test(value)) {
      return {
        problem: "is a role session",
        remedy: "Write the ARN of its role, with the role's path.",
      };
    }
    const [, path] =
      /^arn:aws:iam::\d{12}:(?:role|user)\/([\w+=,.@/*?-]{1,576})$/.exec(value) ?? [];
    if (path === undefined) return "is not the ARN of a role or user";
    return /[A-Za-z0-9]{3}/.test(path) ? undefined : "would match nearly every role of the account";
  },
);

/** Schema of all settings, `hanok-bootstrap:<key>`. */
export const settings = fields(
  {
    project,
    account,
    region,
    repository,
    environments,
    branches,
    administrators: list(
      administrator,
      "List the ARNs of everyone who runs Pulumi by hand, including your own.",
      1,
    ),
    oidcProvider: word(["new", "existing"]),
  },
  "Write the settings below config:, each as hanok-bootstrap:<key>.",
);

/** The same schema with optional keys. */
export const someSettings = settings.partial();
