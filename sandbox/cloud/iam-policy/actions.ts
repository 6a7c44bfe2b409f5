import { arnFits, type IamAction, iamActions, iamServices } from "../facts.ts";
import type { Statement } from "./document.ts";

/** A statement that IAM accepts but that allows nothing. */
export interface Finding {
  /** The name of the finding in IAM Access Analyzer, if it has one. */
  readonly code: "INVALID_ACTION" | "INVALID_SERVICE_IN_ACTION" | "UNSUPPORTED_RESOURCE_FOR_ACTION";
  readonly what: string;
}

/** Unknown actions, and actions that do not support any of the statement's resources. */
export function findings(statement: Statement): Finding | undefined {
  for (const action of statement.actions) {
    if (action === "*") continue;
    const [service = "", name = ""] = action.split(":");
    if (!/[*?]/.test(service) && !iamServices().includes(service.toLowerCase()))
      return { code: "INVALID_SERVICE_IN_ACTION", what: action };
    if (name === "*") continue;
    const named = iamActions(action);
    if (named.length === 0) return { code: "INVALID_ACTION", what: action };
    if (!isPlaced(named, statement))
      return { code: "UNSUPPORTED_RESOURCE_FOR_ACTION", what: action };
  }
  return undefined;
}

/** One matching action is enough. A statement without resources applies to its own resource. */
function isPlaced(named: readonly IamAction[], { resources, isNotResource }: Statement): boolean {
  if (isNotResource || resources.length === 0) return true;
  const plain = resources.map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, "*"));
  return named.some((action) => plain.some((arn) => arnFits(action, arn)));
}
