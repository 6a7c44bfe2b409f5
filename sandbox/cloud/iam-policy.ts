import type { Cloud } from "./model.ts";
import { findings } from "./iam-policy/actions.ts";
import {
  type Complaint,
  parsePolicy,
  type PolicyDocument,
  type Statement,
} from "./iam-policy/document.ts";
import type { PolicyKind } from "./iam-policy/kinds.ts";
import { isPrincipal } from "./iam-policy/principals.ts";
import { Refusal } from "./refusal.ts";

export * as policyKinds from "./iam-policy/kinds.ts";
export { isService } from "./iam-policy/principals.ts";
export { parsePolicy } from "./iam-policy/document.ts";
export type { PolicyDocument, Statement } from "./iam-policy/document.ts";

/**
 * Validates a policy document for the service that stores it.
 * @throws Refusal
 */
export function admitPolicy(json: string, kind: PolicyKind, cloud: Cloud): PolicyDocument {
  const { most } = kind;
  const length = (kind.blanksAreFree === true ? withoutBlanks(json) : json).length;
  if (most !== undefined && length > most.length) throw new Refusal(most.error);
  const document = parsePolicy(json);
  if ("kind" in document) throw refused(kind, document);
  for (const statement of document.statements) {
    admitParts(statement, kind);
    admitPrincipals(statement, kind, cloud);
    admitResources(statement, kind, cloud);
    admitActions(statement, kind);
  }
  return document;
}

/** Whether a document grants access to everyone without a condition. */
export function isPublic({ statements }: PolicyDocument): boolean {
  return statements.some(
    ({ effect, principals, conditions }) =>
      effect === "Allow" &&
      (principals["AWS"] ?? []).includes("*") &&
      Object.keys(conditions).length === 0,
  );
}

/** Size of a document for IAM's quotas. */
export function withoutBlanks(json: string): string {
  return json.replaceAll(/\s/g, "");
}

function refused(kind: PolicyKind, { kind: of, what }: Complaint): Refusal {
  return new Refusal(
    `${kind.code}: ${kind.texts[of].replace("{what}", what)} [simulated AWS: ${what}]`,
  );
}

function admitParts(statement: Statement, kind: PolicyKind): void {
  const { texts, code } = kind;
  const { sid, actions, resources, principals } = statement;
  const isIam = kind.code === "MalformedPolicyDocument";
  if (isIam && sid !== undefined && !/^[0-9A-Za-z]*$/.test(sid))
    throw refused(kind, { kind: "sid", what: sid });
  if (actions.length === 0) throw new Refusal(`${code}: ${texts.action}`);
  if (kind.resource === "required" && resources.length === 0)
    throw new Refusal(`${code}: ${texts.resource}`);
  if (kind.resource === "none" && resources.length > 0)
    throw new Refusal(`${code}: ${texts.resource}`);
  const isNamed = Object.values(principals).some((list) => list.length > 0);
  if (kind.principal === "none" && Object.keys(principals).length > 0)
    throw new Refusal(`${code}: ${texts.principalGiven}`);
  if (kind.principal === "required" && !isNamed) throw new Refusal(`${code}: ${texts.noPrincipal}`);
}

function admitPrincipals({ principals }: Statement, kind: PolicyKind, cloud: Cloud): void {
  for (const [of, values] of Object.entries(principals))
    for (const value of values)
      if (!isPrincipal(of, value, cloud))
        throw refused(kind, { kind: "principal", what: `"${of.toUpperCase()}":"${value}"` });
}

function admitResources({ resources }: Statement, { code }: PolicyKind, cloud: Cloud): void {
  for (const resource of resources) {
    if (resource === "*") continue;
    const [arn, partition = ""] = resource.split(":");
    if (arn !== "arn" || resource.split(":").length < 6)
      throw new Refusal(`${code}: Resource ${resource} must be in ARN format or "*".`);
    if (partition !== cloud.partition && partition !== "*")
      throw new Refusal(
        `${code}: Partition "${partition}" is not valid for resource "${resource}".`,
      );
  }
}

function admitActions(statement: Statement, kind: PolicyKind): void {
  const { services, unknownAction, misplacedAction, code } = kind;
  for (const action of statement.actions) {
    if (action === "*" && kind.resource !== "none") continue;
    const [service = "", ...rest] = action.split(":");
    if (rest.length !== 1 || rest[0] === "")
      throw new Refusal(
        `${code}: ${
          unknownAction ??
          "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        }`,
      );
    if (services !== undefined && !services.includes(service.toLowerCase()))
      throw new Refusal(
        `${code}: ${unknownAction ?? `Action ${action} is not of ${services.join(", ")}`}`,
      );
  }
  const found = findings(statement);
  if (found === undefined) return;
  const isPlace = found.code === "UNSUPPORTED_RESOURCE_FOR_ACTION";
  const words = isPlace ? misplacedAction : unknownAction;
  if (words !== undefined) throw new Refusal(`${code}: ${words} [simulated AWS: ${found.what}]`);
  throw new Refusal(`${found.code}: ${found.what} ${isPlace ? unplaced : unknown}`);
}

const stricter =
  "[stricter than AWS, which takes such a policy; IAM Access Analyzer's ValidatePolicy finds it]";
const unknown = `does not exist, so the statement does not do what it says ${stricter}`;
const unplaced = `does not act on any resource of its statement ${stricter}`;
