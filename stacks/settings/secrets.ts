import type { System } from "../../apps/system.ts";
import { isObject } from "../../components/check/schema.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import { webhookNames } from "../../components/observability-stack/alertmanager.ts";
import { type ValidationIssue, hidden } from "../../components/validation.ts";
import { pullSecretKey, pullSecretNamespace } from "./pull-secrets.ts";
import type { Settings } from "./schema.ts";

/** Namespace of the webhooks in the configuration: `alarms:slack-webhook`. */
export const alarmsNamespace = "alarms";

/** Source of secrets, `undefined` if it is invalid, and whether missing ones are reported. */
export interface SecretSource {
  readonly from: Settings["secrets"] | undefined;
  readonly isAsked: boolean;
}

/** Checks that all required secrets of the systems are set and encrypted. */
export function validateSecrets(
  { from, isAsked }: SecretSource,
  systems: readonly System[],
  raw: Readonly<Record<string, unknown>>,
): ValidationIssue[] {
  return systems.flatMap((system) =>
    validateKeys(system.name, secretsOf(system), raw, {
      what: "a secret of a service",
      why: "hanok:secrets is {kind: config}",
      isRequired: isAsked && from?.kind === "config",
      isGenerated: from?.kind === "generated",
    }),
  );
}

/**
 * Checks that the token of each private registry is set and encrypted.
 * @param isMadeUp whether the tokens are generated, as in a rehearsal
 */
export function validatePullSecrets(
  { isAsked, isMadeUp }: { readonly isAsked: boolean; readonly isMadeUp: boolean },
  hosts: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): ValidationIssue[] {
  return validateKeys(pullSecretNamespace, hosts.map(pullSecretKey), raw, {
    what: "the token of a registry of hanok:pullSecrets",
    why: "hanok:pullSecrets has that registry",
    isRequired: isAsked && !isMadeUp,
    isGenerated: isMadeUp,
  });
}

/** Checks that the webhooks of the alarms are set and encrypted. */
export function validateWebhooks(
  isAsked: boolean,
  { slack, deadMansSwitch }: Pick<Settings["alarms"], "slack" | "deadMansSwitch">,
  raw: Readonly<Record<string, unknown>>,
): ValidationIssue[] {
  return validateKeys(alarmsNamespace, webhookNames({ slack, deadMansSwitch }), raw, {
    what: "a webhook of the alarms",
    why: "hanok:alarms has that channel",
    isRequired: isAsked,
    isGenerated: false,
  });
}

interface Keys {
  /** Continues "is not …". */
  readonly what: string;
  /** Why a key is needed. */
  readonly why: string;
  /** Whether a missing key is an issue. */
  readonly isRequired: boolean;
  /** Whether values are generated, so that none is read. */
  readonly isGenerated: boolean;
}

function validateKeys(
  namespace: string,
  names: readonly string[],
  raw: Readonly<Record<string, unknown>>,
  asked: Keys,
): ValidationIssue[] {
  const keys = names.map((name) => `${namespace}:${name}`);
  const given = Object.keys(raw).filter((key) => key.startsWith(`${namespace}:`));
  const absent = asked.isRequired ? keys.filter((key) => !given.includes(key)) : [];
  const meant = given.filter((key) => !keys.includes(key)).map((key) => nearest(key, absent) ?? "");
  return [
    ...given.flatMap((key) => validateGiven(key, raw[key], keys, asked)),
    ...absent
      .filter((key) => !meant.includes(key))
      .map((key) => ({
        key,
        value: undefined,
        problem: `is missing, and ${asked.why}`,
        remedy: `Set it: pulumi config set --secret ${key}`,
      })),
  ];
}

function validateGiven(
  key: string,
  value: unknown,
  known: readonly string[],
  { what, isGenerated }: Keys,
): ValidationIssue[] {
  const issue = (problem: string, remedy: string): ValidationIssue[] => [
    { key, value: hidden, problem, remedy },
  ];
  if (!known.includes(key)) {
    return issue(`is not ${what}`, instead(key, known, "Leave it out."));
  }
  if (value === "") return issue("is empty", `Set it: pulumi config set --secret ${key}`);
  if (value !== hidden) {
    return issue("is in plain text", `Change it, then: pulumi config set --secret ${key}`);
  }
  return isGenerated
    ? issue(
        "is not read, because hanok:secrets is {kind: generated}",
        "Write hanok:secrets: {kind: config}, or leave it out.",
      )
    : [];
}

/** Distinct names of the secrets that a system's services use. */
export function secretsOf({ services }: System): readonly string[] {
  const specs: readonly unknown[] = isObject(services) ? Object.values(services) : [];
  const names = specs.flatMap((spec) =>
    isObject(spec) && isObject(spec["secrets"]) ? Object.values(spec["secrets"]) : [],
  );
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
