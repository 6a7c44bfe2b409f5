import { isUnknown } from "./unknown.ts";
import { markSecrets, secretKeys } from "./wire.ts";

/** Whether a preview does not know a value, or a part of it. */
const open = (raw: unknown): boolean =>
  isUnknown(raw) || (typeof raw === "object" && raw !== null && Object.values(raw).some(open));

/**
 * A resource as a stack validation should see it. The engine sends its outputs, and they are empty in a preview while
 * its provider is not configured: the Kubernetes objects of a cluster that does not exist yet. What the program says
 * are the inputs, so they come first; outputs add identifiers, and what was not known before.
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
