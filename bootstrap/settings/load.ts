import * as pulumi from "@pulumi/pulumi";
import { hidden } from "../../components/validation.ts";
import { namespace, settings } from "./settings.ts";
import type { Settings } from "./schema.ts";

/**
 * Loads the settings of the running program.
 * @throws ValidationError with all issues, before the first resource
 */
export function loadSettings(): Settings {
  const prefix = `${namespace}:`;
  return settings(
    Object.fromEntries(
      Object.entries(pulumi.runtime.allConfig())
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [
          key.slice(prefix.length),
          isSecret(key) ? hidden : structured(value),
        ]),
    ),
  );
}

/** Pulumi passes a list as JSON, and any other value as text. */
function structured(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Pulumi knows the secret keys, but does not declare `isConfigSecret` in its types. */
function isSecret(key: string): boolean {
  const { isConfigSecret }: Readonly<Record<string, unknown>> = { ...pulumi.runtime };
  if (typeof isConfigSecret !== "function") throw new Error("this Pulumi has no isConfigSecret");
  return Reflect.apply(isConfigSecret, undefined, [key]) === true;
}
