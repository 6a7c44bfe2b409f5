import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { secretsOf } from "../components/app-service/variables.ts";
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
  options: pulumi.CustomResourceOptions,
): SecretValue {
  const config = new pulumi.Config(system);
  const made = new Map<string, pulumi.Output<string>>();
  return (name) => {
    const value =
      made.get(name) ??
      (source.kind === "config"
        ? config.requireSecret(name)
        : new RandomPassword(`${system}-secret-${name}`, { length, special: false }, options)
            .result);
    made.set(name, value);
    return value;
  };
}

/** Creates the Secret `<service>-secrets` for a service's `secrets`, if it has any. */
export function createSecrets(
  system: string,
  service: string,
  names: readonly string[],
  value: SecretValue,
  options: pulumi.CustomResourceOptions,
): core.v1.Secret | undefined {
  if (names.length === 0) return undefined;
  const stringData = Object.fromEntries(names.map((name) => [name, value(name)]));
  const name = secretsOf(service);
  return new core.v1.Secret(
    `${system}-${name}`,
    { metadata: { name, namespace: system }, type: "Opaque", stringData },
    options,
  );
}
