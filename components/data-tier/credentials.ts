import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { ServicePlatform } from "../platform.ts";
import { labelsOf } from "../workload/labels.ts";
import { accessControlList } from "./acl.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { aclSecret, keyfileSecret, rootSecret } from "../check/store-names.ts";
import { usersOf } from "./store.ts";

/** The Secrets of one store. */
export interface Credentials {
  readonly secrets: readonly pulumi.Resource[];
  /** Another one when a password of a user is another one. It tells nothing of them. */
  readonly fingerprint: pulumi.Output<string>;
}

/** How the resources of one store are made. */
export interface CredentialOptions {
  /** Begins the name of each resource. */
  readonly name: string;
  readonly platform: ServicePlatform;
  /** Of Kubernetes objects. */
  readonly object: pulumi.CustomResourceOptions;
  /** Of what a server keeps for ever: its administrator's password is in its data. */
  readonly keep: pulumi.CustomResourceOptions;
  /** Of what can be made again. */
  readonly other: pulumi.CustomResourceOptions;
}

/** Passwords of the administrator and of each user, and the Secrets that hold them. */
export function credentials(store: Store<ServerSpec>, options: CredentialOptions): Credentials {
  const { name, platform, object, keep, other } = options;
  const generate = (suffix: string, length: number, how: pulumi.CustomResourceOptions) =>
    // letters and digits only, so that no URL, shell or configuration file has anything to escape
    new RandomPassword(`${name}-${suffix}`, { length, special: false }, how).result;
  const secret = (
    secretName: string,
    values: Readonly<Record<string, pulumi.Input<string>>>,
    how: pulumi.CustomResourceOptions = {},
  ) =>
    makeSecret(secretName, labelsOf(platform.system, store.name), platform, values, {
      ...object,
      ...how,
    });

  const root = generate("root", 32, keep);
  const users = usersOf(store, platform).map(({ service, secret: secretName }) => {
    const password = generate(service, 32, other);
    return { service, password, secret: secret(secretName, { username: service, password }) };
  });
  const passwords = pulumi.all(
    Object.fromEntries(users.map((user) => [user.service, user.password])),
  );
  const extra =
    store.spec.engine === "mongodb"
      ? [secret(keyfileSecret(store.name), { keyfile: generate("keyfile", 128, keep) }, keep)]
      : store.spec.engine === "valkey"
        ? [
            secret(aclSecret(store.name), {
              "users.acl": pulumi
                .all([root, passwords])
                .apply(([all, each]) => accessControlList(all, each)),
            }),
          ]
        : [];
  return {
    secrets: [
      secret(rootSecret(store.name), { username: "root", password: root }, keep),
      ...users.map((user) => user.secret),
      ...extra,
    ],
    fingerprint: pulumi.unsecret(
      passwords.apply((all) => sha256(JSON.stringify(all)).slice(0, 16)),
    ),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function makeSecret(
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
    // as `data`: the server turns `stringData` into it, and the state would have both
    {
      metadata: { name, namespace, labels },
      type: "Opaque",
      data: pulumi.secret(Object.fromEntries(data)),
    },
    { ...options, additionalSecretOutputs: ["data"] },
  );
}
