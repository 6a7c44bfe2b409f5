import { once, parse } from "../../components/check/parse.ts";
import { type ValidationIssue, hidden, throwIfInvalid } from "../../components/validation.ts";
import { deploySubjects, trust } from "../documents/ci.ts";
import { document, longest } from "../documents/statement.ts";
import { namesOf } from "../names.ts";
import { type Settings, settings as schema, someSettings } from "./schema.ts";

/** Namespace of the settings: the name of this Pulumi project. */
export const namespace = "hanok-bootstrap";

/**
 * Validates the settings of one account.
 * @param raw configuration by key without the namespace; a secret value is `hidden`
 * @throws ValidationError with all issues
 */
export function settings(raw: Readonly<Record<string, unknown>>): Settings {
  const secret = Object.entries(raw).filter(([, value]) => value === hidden);
  const readable = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== hidden));
  const { issues, good } = parse(schema, someSettings, readable, `${namespace}:`);
  throwIfInvalid(
    once([...secret.map(([key]) => secretIssue(key)), ...issues, ...validateAcross(good)]),
  );
  return schema.parse(readable);
}

type PartialSettings = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** Validates settings against each other. */
function validateAcross(partial: PartialSettings): ValidationIssue[] {
  return [...validateSubjects(partial), ...validateAdministrators(partial)];
}

function validateSubjects({ environments, branches, ...rest }: PartialSettings): ValidationIssue[] {
  if (environments === undefined || branches === undefined) return [];
  const issue = { key: `${namespace}:environments`, value: environments };
  if (environments.length + branches.length === 0) {
    const problem = "is empty, and so is branches: no workflow could deploy";
    const remedy = "Write the GitHub environments of this account: [prod].";
    return [{ ...issue, problem, remedy }];
  }
  const { project, account, region, repository } = rest;
  if (!project || !account || !region || !repository) return [];
  const subjects = deploySubjects({ repository, environments, branches });
  const { length } = document(trust(namesOf({ project, account, region }), subjects));
  if (length <= longest.trust) return [];
  const problem = `and branches need a trust policy of ${length} characters; IAM allows ${longest.trust}`;
  return [{ ...issue, problem, remedy: "List only those that deploy to this account." }];
}

function validateAdministrators({
  account,
  administrators = [],
}: PartialSettings): ValidationIssue[] {
  return administrators.flatMap((arn, index): ValidationIssue[] => {
    if (account === undefined || arn.includes(`::${account}:`)) return [];
    const key = `${namespace}:administrators[${index}]`;
    const problem = `does not belong to ${account}, which is ${namespace}:account`;
    return [{ key, value: arn, problem, remedy: "Write a role or user of that account." }];
  });
}

const secretIssue = (key: string): ValidationIssue => ({
  key: `${namespace}:${key}`,
  value: hidden,
  problem: "is secret, but settings are public",
  remedy: "Set it without --secret.",
});
