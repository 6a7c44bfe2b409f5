import type { Cloud, Properties } from "../../model.ts";
import { isObject, objects, text, texts } from "../../values.ts";
import { types } from "../iam/types.ts";

/** A role of the account by its ARN; undefined for another account's. */
export function roleOf(arn: string | undefined, cloud: Cloud): Properties | undefined {
  return cloud.where(types.role, { arn })[0]?.properties;
}

/** Whether a service may assume the role with each of the actions. A role without a trust policy was written by hand and is accepted. */
export function isTrusted(
  role: Properties | undefined,
  service: string,
  actions: readonly string[] = ["sts:AssumeRole"],
): boolean {
  const policy = text(role ?? {}, "assumeRolePolicy");
  if (policy === undefined) return true;
  const allowed = statementsIn(policy)
    .filter((statement) => statement["Effect"] === "Allow" && namesService(statement, service))
    .flatMap((statement) => texts(statement, "Action"));
  return actions.every((action) => allowed.includes(action) || allowed.includes("sts:*"));
}

function namesService(statement: Properties, service: string): boolean {
  const principal = statement["Principal"];
  return isObject(principal) && texts(principal, "Service").includes(service);
}

function statementsIn(policy: string): readonly Properties[] {
  const document: unknown = JSON.parse(policy);
  return isObject(document) ? objects(document, "Statement") : [];
}

/** Permissions of a role: ARNs of AWS managed policies, and actions of all others. */
export interface Rights {
  readonly arns: readonly string[];
  readonly actions: readonly string[];
}

export function rightsOf(role: Properties, cloud: Cloud): Rights {
  const { arns, statements } = policiesOf(role, cloud);
  const actions = statements
    .filter((statement) => statement["Effect"] === "Allow")
    .flatMap((statement) => texts(statement, "Action"));
  return { arns, actions };
}

/** Whether a role's own policies allow an action on one resource. Conditions are ignored. */
export function allows(role: Properties, action: string, resource: string, cloud: Cloud): boolean {
  const { statements } = policiesOf(role, cloud);
  const said = (effect: string): boolean =>
    statements.some(
      (statement) =>
        statement["Effect"] === effect &&
        texts(statement, "Action").some((one) => covers(one, action)) &&
        texts(statement, "Resource").some((one) => covers(one, resource)),
    );
  return said("Allow") && !said("Deny");
}

function policiesOf(role: Properties, cloud: Cloud) {
  const name = text(role, "name");
  const of = (type: string) => cloud.where(type, { role: name });
  const arns = [
    ...texts(role, "managedPolicyArns"),
    ...of(types.attachment).flatMap(({ properties }) => texts(properties, "policyArn")),
  ];
  const own: readonly Properties[] = [
    ...objects(role, "inlinePolicies"),
    ...of(types.rolePolicy).map(({ properties }) => properties),
    ...arns.flatMap((arn) => {
      const found = cloud.find(types.policy, arn);
      return found === undefined ? [] : [found.properties];
    }),
  ];
  const documents = own.flatMap((one) => text(one, "policy") ?? []);
  return { arns, statements: documents.flatMap(statementsIn) };
}

/** Whether a role has an AWS managed policy, or an equivalent permission. */
export function has(
  { arns, actions }: Rights,
  policies: readonly string[],
  action: string,
): boolean {
  return (
    arns.some((arn) => policies.some((name) => arn.endsWith(`/${name}`))) ||
    actions.some((one) => covers(one, action))
  );
}

function covers(pattern: string, action: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped.replaceAll("?", ".")}$`, "i").test(action);
}
