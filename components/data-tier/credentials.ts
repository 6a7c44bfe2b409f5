import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ServicePlatform } from "../platform.ts";
import { labelsOf } from "../workload/labels.ts";
import { createSecret } from "../workload/secret.ts";
import { accessControlList } from "./acl.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { aclSecret, keyfileSecret, rootSecret } from "../check/store-names.ts";
import type { Passwords } from "./passwords.ts";
import { usersOf } from "./store.ts";

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
  const labels = labelsOf(platform.system, store.name);
  const secret = (
    name: string,
    values: Readonly<Record<string, pulumi.Input<string>>>,
    extraOptions: pulumi.CustomResourceOptions = {},
  ) =>
    createSecret(
      `${platform.namespace}-${name}-secret`,
      { name, namespace: platform.namespace, labels, values },
      { ...object, ...extraOptions },
    );

  const root = passwords.root.result;
  const results = Object.entries(passwords.users).map(([service, { result }]) => [service, result]);
  const users = usersOf(store, platform);
  const userPasswords: pulumi.Output<Record<string, string>> = pulumi.all(
    Object.fromEntries(results),
  );
  const extra = [
    ...(passwords.keyfile === undefined
      ? []
      : [secret(keyfileSecret(store.name), { keyfile: passwords.keyfile.result }, keep)]),
    ...(store.spec.engine === "valkey"
      ? [
          secret(aclSecret(store.name), {
            "users.acl": pulumi
              .all([root, userPasswords])
              .apply(([rootPassword, all]) =>
                accessControlList(
                  rootPassword,
                  Object.fromEntries(
                    users.map(({ service, login }) => [login, all[service] ?? ""]),
                  ),
                ),
              ),
          }),
        ]
      : []),
  ];
  return {
    secrets: [
      secret(rootSecret(store.name), { username: "root", password: root }, keep),
      ...users.flatMap(({ service, login, secret: name }) => {
        const password = passwords.users[service]?.result;
        return password === undefined ? [] : [secret(name, { username: login, password })];
      }),
      ...extra,
    ],
    fingerprint: pulumi.unsecret(
      userPasswords.apply((all) => sha256(JSON.stringify(all)).slice(0, 16)),
    ),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
