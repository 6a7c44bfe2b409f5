import { hidden } from "../../components/validation.ts";
import type { StackFile } from "./yaml.ts";

/** Configuration by key, as Pulumi passes it to a program; secret values are `hidden`. */
export type Raw = Readonly<Record<string, unknown>>;

/** Configuration of a running program. Pulumi passes all values as text, structured ones as JSON. Secret values become `hidden` unless they are empty. */
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

/** Parses a boolean, which Pulumi passes as text. */
export function fromText(value: unknown): unknown {
  if (value === "true") return true;
  return value === "false" ? false : value;
}

/** The configuration of a file in the same form. */
export function fromFile({ config }: StackFile): Raw {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      // the default namespace is the project's name
      key.includes(":") ? key : `hanok:${key}`,
      asPulumi(value),
    ]),
  );
}

/** A scalar becomes text, and a value that contains a secret becomes secret as a whole. */
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
