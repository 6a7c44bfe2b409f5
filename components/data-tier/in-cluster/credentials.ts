import * as pulumi from "@pulumi/pulumi";
import { rootSecret } from "../../check/store-names.ts";
import type { ServicePlatform } from "../../platform.ts";
import type { PlainPasswords, ServerSpec, Store } from "../engine.ts";
import { engineOf } from "../engines/index.ts";
import type { Passwords } from "../passwords.ts";
import { fingerprintOf, secretMaker, userSecrets } from "../user-secrets.ts";
import { usersOf } from "../store.ts";

/** The Secrets of one store. */
export interface Credentials {
  readonly secrets: readonly pulumi.Resource[];
  /** Changes when a user's password changes, and does not reveal it. */
  readonly fingerprint: pulumi.Output<string>;
}

/** Options for the Secrets of one store. */
export interface CredentialOptions {
  readonly passwords: Passwords;
  readonly platform: ServicePlatform;
  readonly object: pulumi.CustomResourceOptions;
  /** Extra options for secrets that the server's data depends on, such as the administrator's password. */
  readonly keep: pulumi.CustomResourceOptions;
}

/** Creates the Secrets with the passwords of the administrator and of each user. */
export function credentials(store: Store<ServerSpec>, options: CredentialOptions): Credentials {
  const { passwords, platform, object, keep } = options;
  const secret = secretMaker(store.name, platform, object);
  const root = passwords.root?.result ?? "";
  const logins = usersOf(store, platform).map(({ service, login }) => [
    login,
    passwords.users[service]?.result ?? "",
  ]);
  const users: pulumi.Output<Record<string, string>> = pulumi.all(Object.fromEntries(logins));
  const plain = pulumi
    .all([root, users, passwords.keyfile?.result ?? ""])
    .apply(([rootPassword, byLogin, memberKey]): PlainPasswords => {
      return { root: rootPassword, users: byLogin, memberKey };
    });
  const own = engineOf(store.spec).inCluster.secrets?.(store.name) ?? [];
  return {
    secrets: [
      secret(rootSecret(store.name), { username: "root", password: root }, keep),
      ...userSecrets(store, passwords, platform, object),
      ...own.map(({ name, kept, values }) =>
        secret(
          name,
          Object.fromEntries(
            Object.entries(values).map(([key, value]) => [key, plain.apply(value)]),
          ),
          kept ? keep : {},
        ),
      ),
    ],
    fingerprint: fingerprintOf(passwords),
  };
}
