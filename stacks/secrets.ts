import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { secretsOf } from "../components/app-service/variables.ts";
import type { Environment } from "./environment.ts";

/** Characters of a made-up secret, as many as common API keys have. */
const length = 40;

/** Value of a system's secret by its name. */
export type SecretValue = (name: string) => pulumi.Output<string>;

/**
 * Values of a system's secrets: made up once each, or read from the secret configuration `<system>:<name>`
 * (`pulumi config set --secret zipbob:llm-api-key`). Services that name the same secret get the same value.
 * @throws Error of Pulumi when such a key is not set, which names it
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

/** The Secret `<service>-secrets`, if it has any, with what a service's `secrets` name. */
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
