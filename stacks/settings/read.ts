import { hidden } from "../../components/validation.ts";
import type { StackFile } from "./yaml.ts";

/** Configuration by key, as Pulumi hands it to a program; a secret value is `hidden`. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * Configuration of a running program. Pulumi gives every value as text, a structured one as JSON.
 * A secret value never leaves this function, unless it is empty.
 */
export function fromProgram(
  all: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
): Raw {
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [
      key,
      isSecret(key) && value !== "" ? hidden : structured(value),
    ]),
  );
}

function structured(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A setting that is true or false is text to a program, like every plain one. */
export function fromText(value: unknown): unknown {
  if (value === "true") return true;
  return value === "false" ? false : value;
}

/** The configuration of a file in the same form. */
export function fromFile({ config }: StackFile): Raw {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      // Pulumi takes a key without a namespace for one of the project
      key.includes(":") ? key : `hanok:${key}`,
      asPulumi(value),
    ]),
  );
}

/** A plain value is text to a program; one with a secret anywhere in it is secret as a whole. */
function asPulumi(value: unknown): unknown {
  if (holdsSecret(value)) return hidden;
  if (value === null || value === undefined) return "";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.keys(value).join() === "secure") return true;
  return Object.values(value).some(holdsSecret);
}
