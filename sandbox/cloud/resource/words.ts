import { apiNames } from "../facts/api.ts";
import type { Refusal } from "../refusal.ts";

/** A refusal as the provider prints it. */
export function refusalText(
  type: string,
  step: "create" | "update" | "delete",
  refusal: Refusal,
  id: string | undefined,
  request: string,
): string {
  const names = apiNames(type);
  const doing = { create: "creating", update: "updating", delete: "deleting" }[step];
  const which = id === undefined ? "" : ` (${id})`;
  return (
    `${doing} ${names.noun}${which}: operation error ${names.service}: ${refusal.operation ?? names[step]}, ` +
    `https response error StatusCode: ${names.status ?? 400}, RequestID: ${request}, ` +
    `api error ${refusal.code}: ${refusal.message}`
  );
}
