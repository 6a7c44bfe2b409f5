import type { System } from "../../apps/system.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import { type ValidationIssue, hidden } from "../../components/validation.ts";
import type { Settings } from "./schema.ts";

/**
 * Checks that all required secrets are set and encrypted.
 * @param source `from` is the source of secrets, `undefined` if it is invalid
 */
export function validateSecrets(
  { from, isAsked }: { readonly from: Settings["secrets"] | undefined; readonly isAsked: boolean },
  systems: readonly System[],
  raw: Readonly<Record<string, unknown>>,
): ValidationIssue[] {
  return systems.flatMap((system) => {
    const needed = secretsOf(system);
    const keys = needed.map((name) => `${system.name}:${name}`);
    const given = Object.keys(raw).filter((key) => key.startsWith(`${system.name}:`));
    const absent =
      isAsked && from?.kind === "config" ? keys.filter((key) => !given.includes(key)) : [];
    const meant = given
      .filter((key) => !keys.includes(key))
      .map((key) => nearest(key, absent) ?? "");
    return [
      ...given.flatMap((key) => validateGiven(key, raw[key], keys, from)),
      ...absent
        .filter((key) => !meant.includes(key))
        .map((key) => ({
          key,
          value: undefined,
          problem: "is missing, and hanok:secrets is {kind: config}",
          remedy: `Set it: pulumi config set --secret ${key}`,
        })),
    ];
  });
}

function validateGiven(
  key: string,
  value: unknown,
  known: readonly string[],
  source: Settings["secrets"] | undefined,
): ValidationIssue[] {
  const issue = (problem: string, remedy: string): ValidationIssue[] => [
    { key, value: hidden, problem, remedy },
  ];
  if (!known.includes(key)) {
    return issue("is not a secret of a service", instead(key, known, "Leave it out."));
  }
  if (value === "") return issue("is empty", `Set it: pulumi config set --secret ${key}`);
  if (value !== hidden) {
    return issue(
      "stands there in plain text",
      `Change it, then: pulumi config set --secret ${key}`,
    );
  }
  return source?.kind !== "generated"
    ? []
    : issue(
        "is not read, because hanok:secrets is {kind: generated}",
        "Write hanok:secrets: {kind: config}, or leave it out.",
      );
}

/** Distinct names of the secrets that a system's services use. */
function secretsOf(system: System): readonly string[] {
  const services: unknown = system.services;
  if (typeof services !== "object" || services === null) return [];
  const names = Object.values(services).flatMap((service: unknown) =>
    typeof service === "object" && service !== null && "secrets" in service
      ? Object.values(service.secrets ?? {})
      : [],
  );
  return [...new Set(names.filter((name): name is string => typeof name === "string"))];
}
