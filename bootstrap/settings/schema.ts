import { z } from "zod";
import { fields, leaf, list, validateText, text, word } from "../../components/check/schema.ts";
import { isBranchName, isEnvironmentName, parseRepository } from "./subject.ts";
import type { Repository } from "./types.ts";

/**
 * Longest project: `<project>-state-<account>-<region>` is a bucket's name of at most 63 letters, and the longest region
 * has 14 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
export const longestProject = 63 - "-state-".length - 12 - 1 - 14;

const project = text("Write small letters, digits and inner hyphens, like hanok.", (value) => {
  if (value.length > longestProject) {
    const remedy = `At most ${longestProject} fit, because the bucket's name holds account and region too.`;
    return { problem: `has ${value.length} letters`, remedy };
  }
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(value)) return "is no part of a bucket's name";
  return /^(xn--|sthree-|amzn-s3-demo-)/.test(value)
    ? "begins as only AWS's own buckets may"
    : undefined;
});

const account = text('Write the 12 digits of the account, in quotes: "012345678901".', (value) =>
  /^\d{12}$/.test(value) ? undefined : { problem: "is no AWS account", remedy: accountRemedy },
);
const accountRemedy =
  'Write its 12 digits, in quotes, because YAML drops a leading zero: "012345678901".';

const region = text("Write an AWS region, like ap-northeast-2.", (value) => {
  if (/^(cn|us-gov|us-iso\w*|eusc)-/.test(value)) return "lies in another partition than aws";
  if (/^[a-z]{2}-[a-z]+-\d[a-z]$/.test(value)) {
    return { problem: "is a zone", remedy: `Its region is ${value.slice(0, -1)}.` };
  }
  return /^[a-z]{2}-[a-z]+-\d$/.test(value) ? undefined : "is no AWS region";
});

const repositoryRemedy =
  "Write <owner>/<name>, or <owner>@<number>/<name>@<number> for one of July 2026 or later.";
const repository = leaf<string>(
  repositoryRemedy,
  (value) =>
    validateText(value) ??
    (parseRepository(String(value)) === undefined ? "is no GitHub repository" : undefined),
).transform((value): Repository => parseRepository(value) ?? z.NEVER);

const environments = list(
  text("Write the name of a GitHub environment, like prod.", (value) =>
    isEnvironmentName(value) ? undefined : "has a letter that a token would not carry as it is",
  ),
  "Write a list of GitHub environments: [prod].",
);

const branches = list(
  text("Write the name of a branch, like main.", (value) =>
    isBranchName(value) ? undefined : "is no name of a branch",
  ),
  "Write a list of branches: [main].",
);

const administrator = text(
  'Write the ARN of a role or user: "arn:aws:iam::123456789012:role/Admin".',
  (value) => {
    if (/^arn:aws:sts::\d{12}:assumed-role\//.test(value)) {
      return {
        problem: "is a session",
        remedy: "Write the ARN of its role, with the role's path.",
      };
    }
    const [, path] =
      /^arn:aws:iam::\d{12}:(?:role|user)\/([\w+=,.@/*?-]{1,576})$/.exec(value) ?? [];
    if (path === undefined) return "is no ARN of a role or user";
    return /[A-Za-z0-9]{3}/.test(path) ? undefined : "would be nearly every role of the account";
  },
);

/** Every setting, `hanok-bootstrap:<key>`. */
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
      "Write a list of ARNs: who runs Pulumi by hand, yourself first.",
      1,
    ),
    oidcProvider: word(["new", "existing"]),
  },
  "Write the settings below config:, each as hanok-bootstrap:<key>.",
);

/** The same with every key optional. */
export const someSettings = settings.partial();
