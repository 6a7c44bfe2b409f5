import { isUnknown } from "./unknown.ts";
import { markSecrets, secretKeys } from "./wire.ts";

/** Whether a preview does not know a value, or a part of it. */
const open = (raw: unknown): boolean =>
  isUnknown(raw) || (typeof raw === "object" && raw !== null && Object.values(raw).some(open));

/**
 * The properties of a resource for the rules of the stack. The engine sends outputs. They are empty in a preview if the
 * provider is not configured yet, as for the Kubernetes objects of a new cluster. So the inputs win, and outputs add
 * identifiers and values that were unknown before.
 */
export function merged(
  inputs: Readonly<Record<string, unknown>> | undefined,
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (inputs === undefined) return outputs;
  const both: Record<string, unknown> = { ...outputs };
  for (const [key, input] of Object.entries(inputs))
    if (!open(input) || outputs[key] === undefined || open(outputs[key])) both[key] = input;
  markSecrets(both, [...secretKeys(inputs), ...secretKeys(outputs)]);
  return both;
}
