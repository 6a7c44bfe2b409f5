import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ServicePlatform } from "../platform.ts";
import { labelsOf } from "../workload/labels.ts";
import { accessControlList } from "./acl.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { aclSecret, keyfileSecret, rootSecret, userSecret } from "../check/store-names.ts";
import type { Passwords } from "./passwords.ts";

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
  ) => createSecret(name, labels, platform, values, { ...object, ...extraOptions });

  const root = passwords.root.result;
  const results = Object.entries(passwords.users).map(([service, { result }]) => [service, result]);
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
              .apply(([rootPassword, users]) => accessControlList(rootPassword, users)),
          }),
        ]
      : []),
  ];
  return {
    secrets: [
      secret(rootSecret(store.name), { username: "root", password: root }, keep),
      ...Object.entries(passwords.users).map(([service, { result }]) =>
        secret(userSecret(service, store.name), { username: service, password: result }),
      ),
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

function createSecret(
  name: string,
  labels: Record<string, string>,
  { namespace }: ServicePlatform,
  values: Readonly<Record<string, pulumi.Input<string>>>,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Secret {
  const data = Object.entries(values).map(
    ([key, value]) =>
      [key, pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"))] as const,
  );
  return new kubernetes.core.v1.Secret(
    `${namespace}-${name}-secret`,
    // `data`, because the server converts `stringData` to it and the state would hold both
    {
      metadata: { name, namespace, labels },
      type: "Opaque",
      data: pulumi.secret(Object.fromEntries(data)),
    },
    { ...options, additionalSecretOutputs: ["data"] },
  );
}
