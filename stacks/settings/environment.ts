import type { System } from "../../apps/system.ts";
import { once, parse } from "../../components/check/parse.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import { type ValidationIssue, hidden, throwIfInvalid } from "../../components/validation.ts";
import { validateAcross } from "./across.ts";
import { withPrivateZone } from "./internal-gateway.ts";
import { mergeLayers, ofCluster, profiles, validateKind } from "./layers.ts";
import { fromText } from "./read.ts";
import { type ProfileName, profileNames } from "../../components/platform.ts";
import { type Environment, settings, someSettings } from "./schema.ts";
import { isMadeUp, pullSecretNamespace } from "./pull-secrets.ts";
import { validateRotations } from "./rotations.ts";
import {
  alarmsNamespace,
  validatePullSecrets,
  validateSecrets,
  validateWebhooks,
} from "./secrets.ts";
import { validateDigests, versionsOf } from "./versions.ts";

type Raw = Readonly<Record<string, unknown>>;
type Catalogue = Readonly<Record<string, System>>;

const namespace = "hanok";

/**
 * The settings of a stack: defaults, replaced by its profile's, replaced by its own configuration.
 * @param raw configuration by key, such as `hanok:domain`; secret values are `hidden`
 * @param catalogue systems by name, from apps/index.ts
 * @throws ValidationError with all issues
 */
export function environment(stack: string, raw: Raw, catalogue: Catalogue): Environment {
  const { issues, found } = validateSettings(stack, raw, catalogue);
  throwIfInvalid(issues);
  if (found === undefined) throw new Error("settings without an issue make no environment");
  return found;
}

/** Like `environment`, but returns issues instead of throwing. Without `asksSecrets`, missing secrets are not reported. */
export function validateSettings(
  stack: string,
  raw: Raw,
  catalogue: Catalogue,
  { asksSecrets = true }: { readonly asksSecrets?: boolean } = {},
): { readonly issues: readonly ValidationIssue[]; readonly found?: Environment } {
  const own = ownOf(raw);
  const { name, issue } = profileOf(stack, own);
  const readable = Object.entries(own).filter(([key, v]) => key !== "profile" && v !== hidden);
  const given = Object.fromEntries(
    readable.map(([key, value]) => [key, isSwitch(key) ? fromText(value) : value]),
  );
  const { network, cluster, ...others } = mergeLayers([
    name === undefined ? {} : profiles[name],
    given,
  ]);
  // without a profile, missing settings are unknown, and so is the kind of network and cluster
  const merged: Raw =
    name === undefined ? others : ofCluster(withPrivateZone({ ...others, network, cluster }));
  const schema = name === undefined ? someSettings : settings;
  const { issues: alone, good } = parse(schema, someSettings, merged, `${namespace}:`);
  const systems = (good.systems ?? []).filter((system) => Object.hasOwn(catalogue, system));
  const isSure = systems.length === good.systems?.length;
  const versions = versionsOf(merged.versions ?? "", systems, catalogue, tagOf(name));
  const issues = once([
    ...issue,
    ...hiddenOf(own),
    ...validateKind(given, cluster),
    ...alone.filter(({ key }) => own[key.slice(namespace.length + 1)] !== hidden),
    ...validateAcross(name, good, catalogue),
    ...(isSure ? versions.issues : []),
    ...validateDigests(versions.versions, good.registry, catalogue),
    ...validateSecrets(
      { from: name === undefined ? undefined : good.secrets, isAsked: asksSecrets },
      systems.flatMap((system) => catalogue[system] ?? []),
      raw,
    ),
    ...validateRotations(
      good.rotations ?? {},
      systems.flatMap((system) => catalogue[system] ?? []),
      good.secrets,
    ),
    ...validatePullSecrets(
      { isAsked: asksSecrets && name !== undefined, isMadeUp: isMadeUp(good) },
      Object.keys(good.pullSecrets ?? {}),
      raw,
    ),
    ...(good.alarms === undefined
      ? []
      : validateWebhooks(asksSecrets && name !== undefined, good.alarms, raw)),
    ...validateNamespaces(Object.keys(raw), [
      ...[pullSecretNamespace, alarmsNamespace],
      ...Object.keys(catalogue),
    ]),
  ]);
  if (issues.length > 0 || name === undefined) return { issues };
  const whole = settings.parse(merged);
  return { issues, found: { ...whole, stack, profile: name, versions: versions.versions } };
}

function isSwitch(key: string): boolean {
  const schema = Object.entries(settings.shape).find(([name]) => name === key)?.[1];
  return schema?.safeParse(true).success === true;
}

/** The profile's default tag for services, if it has one. */
function tagOf(profile: ProfileName | undefined): string | undefined {
  const versions = profile === undefined ? undefined : profiles[profile].versions;
  return typeof versions === "string" ? versions : undefined;
}

function ownOf(raw: Raw): Raw {
  const prefix = `${namespace}:`;
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

function profileOf(stack: string, own: Raw): { name?: ProfileName; issue: ValidationIssue[] } {
  const given = own["profile"] ?? stack;
  const name = profileNames.find((known) => known === given);
  if (name !== undefined) return { name, issue: [] };
  const missing = own["profile"] === undefined;
  return {
    issue: [
      {
        key: "hanok:profile",
        value: own["profile"],
        problem: missing
          ? `is missing, and the stack ${stack} has no profile's name`
          : "is not a profile",
        remedy: instead(missing ? undefined : given, profileNames),
      },
    ],
  };
}

const hiddenOf = (own: Raw): ValidationIssue[] =>
  Object.entries(own)
    .filter(([key, value]) => value === hidden && key !== "profile")
    .map(([key]) => ({
      key: `${namespace}:${key}`,
      value: hidden,
      problem: "is secret, but settings are public",
      remedy: `Set it without --secret. Secrets belong to a system: <system>:<name>.`,
    }));

/** Reports namespaces that are similar to ours. Others belong to providers. */
function validateNamespaces(
  keys: readonly string[],
  systems: readonly string[],
): ValidationIssue[] {
  const known = [namespace, ...systems];
  return keys.flatMap((key): ValidationIssue[] => {
    const [before = "", ...rest] = key.split(":");
    const meant = known.includes(before) ? undefined : nearest(before, known);
    if (meant === undefined) return [];
    const remedy = `Did you mean ${[meant, ...rest].join(":")}?`;
    return [{ key, value: undefined, problem: "has an unknown namespace", remedy }];
  });
}
