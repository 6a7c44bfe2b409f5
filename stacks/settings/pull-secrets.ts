import { z } from "zod";
import { validateRegistryHost } from "../../components/check/image.ts";
import { text } from "../../components/check/schema.ts";

/** Namespace of the registries' tokens in a stack's configuration. */
export const pullSecretNamespace = "registry";

/** Key of a registry's token in that namespace. A key cannot hold the colon of a port. */
export function pullSecretKey(host: string): string {
  return host.replace(":", "-");
}

/**
 * Whether the tokens are made up: in the sandbox, whose nodes pull nothing. Charts from a folder mean the sandbox.
 * Elsewhere a token is always read, because no registry accepts a generated one.
 */
export function isMadeUp({
  secrets,
  charts,
}: {
  readonly secrets?: { readonly kind: "generated" | "config" } | undefined;
  readonly charts?: { readonly kind: "repository" | "folder" } | undefined;
}): boolean {
  return secrets?.kind === "generated" && charts?.kind === "folder";
}

const example = "{ghcr.io: {username: hanok-bot}}";

/** `hanok:pullSecrets`: private registries that nodes pull from with a user. */
export const pullSecretsOptions = z
  .record(
    text(validateRegistryHost).meta({ remedy: "Write the host of a registry, like ghcr.io." }),
    z
      .strictObject({
        username: text((name) => (/[\s:]/.test(name) ? "has a blank or a colon" : undefined)).meta({
          description: "User who pulls; for ghcr.io the owner of the token.",
          remedy: "Write the name of a user.",
        }),
      })
      .meta({ remedy: "Write {username: <user>}." }),
  )
  .meta({
    description:
      "Private registries of images, by host: ghcr.io, docker.io or any other. The user's token is the secret " +
      "configuration `registry:<host>`, with `-` for the colon of a port. Pods whose image is there get it.",
    remedy: `Write a user by registry: ${example}.`,
  });
