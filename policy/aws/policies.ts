import type { Resource } from "../resource.ts";
import { every, some } from "../unknown.ts";
import { isWorld } from "./ingress.ts";
import type { Value } from "../value.ts";

/** One statement of an IAM policy document, in any notation. */
export interface Statement {
  /** Its path, for messages. */
  readonly at: Value;
  readonly allows: boolean;
  readonly actions: readonly Value[];
  readonly notActions: Value;
  readonly resources: readonly Value[];
  readonly notResources: Value;
  readonly principals: Value;
  readonly notPrincipals: Value;
  readonly conditions: Value;
}

/** A key of a document, in the case of JSON policies or of Pulumi's `getPolicyDocument`. */
const pick = (statement: Value, key: string): Value => {
  const upper = statement.at(key);
  return upper.present ? upper : statement.at(key.charAt(0).toLowerCase() + key.slice(1));
};

const either = (statement: Value, ...keys: readonly string[]): Value => {
  const [first = statement, ...rest] = keys.map((key) => pick(statement, key));
  return [first, ...rest].find(({ present }) => present) ?? first;
};

/**
 * The statements of a policy document: an object or its JSON text, one statement or a list, single values or lists.
 * @throws Undecided
 */
export function statementsOf(document: Value): readonly Statement[] {
  const { text } = document;
  const parsed = text === undefined ? document : document.as(parse(text));
  return either(parsed, "Statement", "Statements").list.map((statement) => ({
    at: statement,
    allows: pick(statement, "Effect").is("Allow"),
    actions: either(statement, "Action", "Actions").list,
    notActions: either(statement, "NotAction", "NotActions"),
    resources: either(statement, "Resource", "Resources").list,
    notResources: either(statement, "NotResource", "NotResources"),
    principals: either(statement, "Principal", "Principals"),
    notPrincipals: either(statement, "NotPrincipal", "NotPrincipals"),
    conditions: either(statement, "Condition", "Conditions"),
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tokens of resources with permissions. */
export const permissionTypes: readonly string[] = [
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
];

/** The permission documents of a resource, with its inline ones. @throws Undecided */
export const permissionsOf = ({ props, type }: Resource): readonly Value[] =>
  type === "aws:iam/role:Role"
    ? props.at("inlinePolicies").list.map((inline) => inline.at("policy"))
    : [props.at("policy")];

const asPattern = (wildcard: string): RegExp =>
  new RegExp(
    `^${wildcard
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );

/** Whether one of the action patterns covers an action, as `s3:Get*` covers `s3:GetObject`. @throws Undecided */
export const covers = (patterns: readonly Value[], action: string): boolean =>
  some(patterns, (pattern) => asPattern(pattern.text ?? "").test(action));

export const isStar = (value: Value): boolean => value.is("*");

/** Whether a principal is everyone: `*`, or `AWS: *` alone or in a list. @throws Undecided */
export const isEveryone = (principals: Value): boolean =>
  some(principals.list, (entry) => {
    if (isStar(entry)) return true;
    if (entry.at("identifiers").present)
      return entry.at("type").is("*", "AWS") && some(entry.at("identifiers").list, isStar);
    return some(entry.at("AWS").list, isStar);
  });

/** Whether a statement applies to everyone, by a star or by an exclusion. @throws Undecided */
export const namesEveryone = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals.present || isEveryone(principals);

/** Condition keys that say who calls, or from where. */
const callerKey =
  /^(?:aws:(?:SourceArn|SourceAccount|SourceOwner|SourceOrgID|SourceOrgPaths|SourceVpc|SourceVpce|SourceVpcArn|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalAccount|PrincipalTag\/.+|ViaAWSService|ResourceAccount)|s3:DataAccessPointAccount|lambda:FunctionUrlAuthType|elasticfilesystem:AccessPointArn)$/i;

/** Whether a statement allows everyone, without a condition that says who calls, or from where. @throws Undecided */
export function isOpen(statement: Statement): boolean {
  const { allows, principals } = statement;
  if (!allows) return false;
  const anyService = some(principals.list, (entry) => some(entry.at("Service").list, isStar));
  if (!namesEveryone(statement) && !anyService) return false;
  if (isNarrowed(statement, callerKey)) return false;
  const isOn = ({ values }: { readonly values: Value }) =>
    some(values.list, (value) => value.flag === true);
  // a file system that is reached by its mount targets alone
  if (some(conditionsOf(statement, "elasticfilesystem:AccessedViaMountTarget"), isOn)) return false;
  const addresses = conditionsOf(statement, "aws:SourceIp").filter(({ operator }) =>
    /^(?:ForAnyValue:)?IpAddress$/.test(operator),
  );
  return !addresses.some(({ values }) =>
    every(values.list, (range) => !isWorld(range.text ?? "/0")),
  );
}

/** The values of a condition by key, for any operator. Keys are not case-sensitive. @throws Undecided */
export function conditionsOf(
  { conditions }: Statement,
  key: string | RegExp,
): readonly { readonly operator: string; readonly values: Value }[] {
  const fits = (name: string) =>
    typeof key === "string" ? name.toLowerCase() === key.toLowerCase() : key.test(name);
  if (conditions.present && Array.isArray(conditions.plain))
    return conditions.list.flatMap((entry) =>
      fits(entry.at("variable").text ?? "")
        ? { operator: entry.at("test").text ?? "", values: entry.at("values") }
        : [],
    );
  return conditions.entries.flatMap(([operator, tests]) =>
    tests.entries.flatMap(([name, values]) => (fits(name) ? { operator, values } : [])),
  );
}

/** Operators that demand a value. With IfExists, or ForAllValues, a request without the key passes too. */
const demanding =
  /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like))$/;

/** Whether a condition on one of these keys narrows a statement. @throws Undecided */
export const isNarrowed = (statement: Statement, ...keys: readonly (string | RegExp)[]): boolean =>
  keys.some((key) =>
    conditionsOf(statement, key).some(
      ({ operator, values }) =>
        demanding.test(operator) &&
        (values.unknown || !values.list.some((value) => !value.unknown && isStar(value))),
    ),
  );
