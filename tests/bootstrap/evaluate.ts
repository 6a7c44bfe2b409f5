import type { Statement } from "../../bootstrap/documents/statement.ts";

/** One request to AWS, as policies see it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

type Policy = readonly Statement[];

/**
 * Decision of IAM for a role with these policies and a boundary
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html): a Deny anywhere decides, and
 * both sides must allow. It throws for what it does not know.
 */
export function isAllowed(request: Request, identity: Policy, boundary?: Policy): boolean {
  const sides = boundary === undefined ? [identity] : [identity, boundary];
  const matching = sides.map((side) => side.filter((statement) => matches(statement, request)));
  const denies = matching.flat().some(({ Effect }) => Effect === "Deny");
  return !denies && matching.every((side) => side.some(({ Effect }) => Effect === "Allow"));
}

function matches(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource = [], Condition = {} } = statement;
  const isOne = (patterns: readonly string[]) => patterns.some((one) => like(one, action, "i"));
  const isActed = Action === undefined ? !isOne(NotAction ?? []) : isOne(Action);
  return (
    isActed &&
    Resource.some((one) => like(one, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key], [values].flat())),
    )
  );
}

function holds(operator: string, given: string | undefined, wanted: readonly string[]): boolean {
  const isEqual = given !== undefined && wanted.includes(given);
  const isLike = given !== undefined && wanted.some((one) => like(one, given));
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return isEqual;
    case "StringNotEquals":
      return !isEqual;
    case "ArnEquals":
    case "ArnLike":
      return isLike;
    case "ArnNotEquals":
      return !isLike;
    case "Null":
      return String(given === undefined) === wanted[0];
    case "NumericLessThan":
      return given !== undefined && Number(given) < Number(wanted[0]);
    default:
      throw new Error(`the operator ${operator} is not known`);
  }
}

function like(pattern: string, text: string, flags = ""): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${source.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags).test(text);
}
