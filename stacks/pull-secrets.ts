import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  dockerConfig,
  type PullSecrets,
  pullSecretOf,
} from "../components/workload/pull-secrets.ts";
import type { Environment } from "./environment.ts";
import { isMadeUp, pullSecretKey, pullSecretNamespace } from "./settings/pull-secrets.ts";

type Registries = Pick<Environment, "pullSecrets" | "secrets" | "charts">;

/** Names of the pull secrets of an environment by registry host. */
export function pullSecretsOf({ pullSecrets }: Pick<Registries, "pullSecrets">): PullSecrets {
  return Object.fromEntries(Object.keys(pullSecrets).map((host) => [host, pullSecretOf(host)]));
}

/**
 * Creates a Secret of type `kubernetes.io/dockerconfigjson` for each registry of `hanok:pullSecrets` in a namespace.
 * The token is the secret configuration `registry:<host>`. In the sandbox it is made up. A new token is written into
 * the same object.
 */
export function createPullSecrets(
  system: string,
  registries: Registries,
  options: pulumi.CustomResourceOptions,
): readonly core.v1.Secret[] {
  const config = new pulumi.Config(pullSecretNamespace);
  return Object.entries(registries.pullSecrets).map(([host, { username }]) => {
    const name = pullSecretOf(host);
    const token = isMadeUp(registries)
      ? new RandomPassword(`${system}-${name}`, { length: 40, special: false }, options).result
      : config.requireSecret(pullSecretKey(host));
    return new core.v1.Secret(
      `${system}-${name}`,
      {
        metadata: { name, namespace: system },
        type: "kubernetes.io/dockerconfigjson",
        stringData: {
          ".dockerconfigjson": token.apply((value) => dockerConfig(host, username, value)),
        },
      },
      options,
    );
  });
}
