import { once, parse } from "../../components/check/parse.ts";
import { type Fault, hidden, refuse } from "../../components/fault.ts";
import { settings as schema, someSettings } from "./schema.ts";
import type { Settings } from "./types.ts";

/** Namespace of the settings: the name of this Pulumi project. */
export const namespace = "hanok-bootstrap";

const defaults = { project: "hanok", environments: [], branches: [], oidcProvider: "new" };

/**
 * The settings of one account.
 * @param raw configuration by key without its namespace; a secret value is `hidden`
 * @throws Faults with everything that is wrong
 */
export function settings(raw: Readonly<Record<string, unknown>>): Settings {
  const secret = Object.entries(raw).filter(([, value]) => value === hidden);
  const readable = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== hidden));
  const merged = { ...defaults, ...readable };
  const { faults, good = {} } = parse(schema, someSettings, merged, `${namespace}:`);
  refuse(once([...secret.map(([key]) => secretFault(key)), ...faults, ...judgeAcross(good)]));
  return schema.parse(merged);
}

type Some = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** What is wrong between settings that are right alone. */
function judgeAcross({ account, environments, branches, administrators = [] }: Some): Fault[] {
  const foreign = administrators.flatMap((arn, index): Fault[] => {
    if (account === undefined || arn.includes(`::${account}:`)) return [];
    const key = `${namespace}:administrators[${index}]`;
    const problem = `does not belong to ${account}, which is ${namespace}:account`;
    return [{ key, value: arn, problem, remedy: "Write a role or user of that account." }];
  });
  return environments?.length === 0 && branches?.length === 0
    ? [
        {
          key: `${namespace}:environments`,
          value: environments,
          problem: "is empty, and so is branches: nobody could deploy",
          remedy: "Write the GitHub environments of this account: [prod].",
        },
        ...foreign,
      ]
    : foreign;
}

const secretFault = (key: string): Fault => ({
  key: `${namespace}:${key}`,
  value: hidden,
  problem: "is secret, and a setting is read by everybody",
  remedy: "Set it without --secret.",
});
