import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { secretsOf } from "../components/app-service/variables.ts";
import type { Environment } from "./environment.ts";

/** Characters of a made-up secret, as many as common API keys have. */
const length = 40;

/**
 * The Secret `<service>-secrets`, if it has any, with what a service's `secrets` name. A value is made up once, or read from the
 * secret configuration `<system>:<name>` (`pulumi config set --secret zipbob:llm-api-key`).
 * @throws Error of Pulumi when such a key is not set, which names it
 */
export function createSecrets(
  system: string,
  service: string,
  names: readonly string[],
  source: Environment["secrets"],
  options: pulumi.CustomResourceOptions,
): core.v1.Secret | undefined {
  if (names.length === 0) return undefined;
  const config = new pulumi.Config(system);
  const value = (name: string): pulumi.Output<string> =>
    source.kind === "config"
      ? config.requireSecret(name)
      : new RandomPassword(
          `${system}-${service}-${name}`,
          { length, special: false },
          { parent: options.parent },
        ).result;
  const stringData = Object.fromEntries(names.map((name) => [name, value(name)]));
  const name = secretsOf(service);
  return new core.v1.Secret(
    `${system}-${name}`,
    { metadata: { name, namespace: system }, type: "Opaque", stringData },
    options,
  );
}
