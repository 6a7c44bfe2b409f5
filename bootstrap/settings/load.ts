import * as pulumi from "@pulumi/pulumi";
import { hidden } from "../../components/validation.ts";
import { namespace, settings } from "./settings.ts";
import type { Settings } from "./types.ts";

/**
 * The settings of the running program.
 * @throws ValidationError with everything that is wrong, before the first resource
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

/** Pulumi gives a list as JSON, and everything else as text. */
function structured(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Pulumi knows which keys are secret, but gives the answer no type. */
function isSecret(key: string): boolean {
  const { isConfigSecret }: Readonly<Record<string, unknown>> = { ...pulumi.runtime };
  if (typeof isConfigSecret !== "function") throw new Error("this Pulumi has no isConfigSecret");
  return Reflect.apply(isConfigSecret, undefined, [key]) === true;
}
