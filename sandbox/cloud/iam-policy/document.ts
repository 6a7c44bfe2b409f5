import { isObject } from "../values.ts";
import type { Properties } from "../model.ts";

/** A policy in which every list is an array. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** By kind (`AWS`, `Service`, `Federated`, `CanonicalUser`); `"*"` alone is `AWS: *`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly isNotPrincipal: boolean;
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  readonly conditions: Properties;
}

/** Errors in a document's form. */
export type Complaint =
  | { readonly kind: "json" | "syntax" | "sid" | "sidTwice" | "condition"; readonly what: string }
  | { readonly kind: "principal" | "resource" | "action"; readonly what: string };

/** The form of IAM's grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function parsePolicy(json: string): PolicyDocument | Complaint {
  const document = parsed(json);
  if (!isObject(document)) return { kind: "json", what: "it is not a JSON object" };
  const unknown = Object.keys(document).find(
    (key) => !["Version", "Id", "Statement"].includes(key),
  );
  if (unknown !== undefined) return syntax(`Unknown field ${unknown}`);
  const { Version: version, Statement: given } = document;
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return syntax(`Version ${JSON.stringify(version)}`);
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0 || given === undefined) return syntax("no Statement");
  const statements: Statement[] = [];
  for (const one of list) {
    const found = statementOf(one);
    if ("kind" in found) return found;
    statements.push(found);
  }
  const sids = statements.flatMap(({ sid }) => sid ?? []);
  const twice = sids.find((sid, at) => sids.indexOf(sid) !== at);
  return twice === undefined ? { statements } : { kind: "sidTwice", what: twice };
}

const elements = ["Sid", "Effect", "Condition"].concat(
  ["Principal", "Action", "Resource"].flatMap((name) => [name, `Not${name}`]),
);

function statementOf(value: unknown): Statement | Complaint {
  if (!isObject(value)) return syntax("a Statement that is not an object");
  const unknown = Object.keys(value).find((key) => !elements.includes(key));
  if (unknown !== undefined) return syntax(`Unknown field ${unknown}`);
  const { Sid: sid, Effect: effect, Condition: conditions } = value;
  if (effect !== "Allow" && effect !== "Deny") return syntax(`Effect ${JSON.stringify(effect)}`);
  if (sid !== undefined && typeof sid !== "string") return syntax("a Sid that is not a string");
  for (const name of ["Principal", "Action", "Resource"])
    if (value[name] !== undefined && value[`Not${name}`] !== undefined)
      return syntax(`${name} beside Not${name}`);
  const principals = principalsOf(value["Principal"] ?? value["NotPrincipal"]);
  const actions = listOf(value["Action"] ?? value["NotAction"]);
  const resources = listOf(value["Resource"] ?? value["NotResource"]);
  if (principals === undefined) return syntax("a Principal of another form");
  if (actions === undefined) return syntax("an Action that is not a string");
  if (resources === undefined) return syntax("a Resource that is not a string");
  const wrong = conditionFault(conditions);
  if (wrong !== undefined) return wrong;
  return {
    sid: sid === "" ? undefined : sid,
    effect,
    principals,
    isNotPrincipal: value["NotPrincipal"] !== undefined,
    actions,
    isNotAction: value["NotAction"] !== undefined,
    resources,
    isNotResource: value["NotResource"] !== undefined,
    conditions: isObject(conditions) ? conditions : {},
  };
}

function principalsOf(value: unknown): Statement["principals"] | undefined {
  if (value === undefined) return {};
  if (value === "*") return { AWS: ["*"] };
  if (!isObject(value)) return undefined;
  const kinds = Object.entries(value).map(([kind, of]) => [kind, listOf(of)] as const);
  const known = ["AWS", "Service", "Federated", "CanonicalUser"];
  const isRight = kinds.every(([kind, list]) => known.includes(kind) && list !== undefined);
  return isRight ? Object.fromEntries(kinds.map(([kind, list]) => [kind, list ?? []])) : undefined;
}

/** Operators of conditions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operator = new RegExp(
  "^(ForAllValues:|ForAnyValue:)?(" +
    "String(Not)?(Equals|Like|EqualsIgnoreCase)|" +
    "(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|" +
    "Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)" +
    ")(IfExists)?$|^Null$|^(ForAllValues:|ForAnyValue:)Null$",
  "i",
);

function conditionFault(value: unknown): Complaint | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) return syntax("a Condition that is not an object");
  for (const [name, keys] of Object.entries(value)) {
    if (!operator.test(name)) return { kind: "condition", what: name };
    if (!isObject(keys)) return syntax(`the operator ${name} without keys`);
    for (const [key, of] of Object.entries(keys))
      if (isObject(of) || of === null || !key.includes(":"))
        return syntax(`the condition key ${key}`);
  }
  return undefined;
}

function listOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((item) => typeof item === "string");
  return strings.length === list.length ? strings : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function syntax(what: string): Complaint {
  return { kind: "syntax", what };
}
