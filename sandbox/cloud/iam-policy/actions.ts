import { arnFits, type IamAction, iamActions, iamServices } from "../facts.ts";
import type { Statement } from "./document.ts";

/** Something that IAM would take, and that allows nothing. */
export interface Finding {
  /** As IAM Access Analyzer names it where it has a name for it. */
  readonly code: "INVALID_ACTION" | "INVALID_SERVICE_IN_ACTION" | "UNSUPPORTED_RESOURCE_FOR_ACTION";
  readonly what: string;
}

/** Actions that there are not, and actions that go with none of the statement's resources. */
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

/** One of the actions that a pattern names is enough. A statement without resources is of its own resource. */
function isPlaced(named: readonly IamAction[], { resources, isNotResource }: Statement): boolean {
  if (isNotResource || resources.length === 0) return true;
  const plain = resources.map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, "*"));
  return named.some((action) => plain.some((arn) => arnFits(action, arn)));
}
