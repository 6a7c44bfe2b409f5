import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { secretsOf } from "../components/app-service/variables.ts";
import { fingerprint } from "../components/workload/fingerprint.ts";
import { createSecret } from "../components/workload/secret.ts";
import type { Environment } from "./environment.ts";

/** Length of a generated secret, like that of common API keys. */
const length = 40;

/** Returns the value of a system's secret. */
export type SecretValue = (name: string) => pulumi.Output<string>;

/**
 * Values of a system's secrets: generated, or from the secret configuration `<system>:<name>` (`pulumi config set --secret
 * zipbob:llm-api-key`). Services that use the same name share the value.
 * @throws Pulumi's error that names the key, if it is not set
 */
export function secretValues(
  system: string,
  source: Environment["secrets"],
  rotations: Rotations["secrets"],
  options: pulumi.CustomResourceOptions,
): SecretValue {
  const config = new pulumi.Config(system);
  const made = new Map<string, pulumi.Output<string>>();
  // each generation is a resource of its own, as with the passwords of the stores
  const generate = (resource: string, generation: number) =>
    new RandomPassword(
      generation === 1 ? resource : `${resource}.${generation}`,
      { length, special: false },
      options,
    ).result;
  return (name) => {
    const value =
      made.get(name) ??
      (source.kind === "config"
        ? config.requireSecret(name)
        : generate(`${system}-secret-${name}`, rotations[name] ?? 1));
    made.set(name, value);
    return value;
  };
}

/** Creates the Secret `<service>-secrets` with the values of a service's `secrets`, if it has any. */
export function createSecrets(
  system: string,
  service: string,
  values: Readonly<Record<string, pulumi.Output<string>>>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource | undefined {
  if (Object.keys(values).length === 0) return undefined;
  const name = secretsOf(service);
  return createSecret(`${system}-${name}`, { name, namespace: system, values }, options);
}

/** Rotations of one system: the generation of each store's passwords and of each generated secret. */
export type Rotations = NonNullable<Environment["rotations"]>[string];

/** The rotations that an environment has set for a system. */
export function rotationsOf({ rotations }: Environment, system: string): Rotations {
  return rotations?.[system] ?? { stores: {}, secrets: {} };
}

/** Returns the key of a system's fingerprints, which is created at its first use. */
export function fingerprintKey(
  system: string,
  options: pulumi.CustomResourceOptions,
): () => pulumi.Output<string> {
  let made: pulumi.Output<string> | undefined;
  return () =>
    (made ??= new RandomPassword(`${system}-fingerprint`, { length, special: false }, options)
      .result);
}

/**
 * Fingerprint of every secret value that a service's pods read: its secrets, and its passwords in the stores.
 * Undefined if there is none.
 * @param key of the system, secret and random
 */
export function fingerprintOfService(
  key: () => pulumi.Input<string>,
  secrets: Readonly<Record<string, pulumi.Output<string>>>,
  passwords: Readonly<Record<string, pulumi.Output<string>>> = {},
): pulumi.Output<string> | undefined {
  const named = (kind: string, values: typeof secrets) =>
    Object.entries(values).map(([name, value]) => [`${kind} ${name}`, value] as const);
  const all = Object.fromEntries([...named("secret", secrets), ...named("store", passwords)]);
  return Object.keys(all).length === 0 ? undefined : fingerprint(key(), all);
}
