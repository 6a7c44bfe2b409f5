import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ServicePlatform } from "../platform.ts";
import { labelsOf } from "../workload/labels.ts";
import { createSecret } from "../workload/secret.ts";
import type { ServerSpec, Store } from "./engine.ts";
import type { Passwords } from "./passwords.ts";
import { usersOf } from "./store.ts";

type Values = Readonly<Record<string, pulumi.Input<string>>>;

/** Returns a function that creates a Secret of a store in the system's namespace. */
export function secretMaker(
  store: string,
  { system, namespace }: ServicePlatform,
  options: pulumi.CustomResourceOptions,
) {
  const labels = labelsOf(system, store);
  return (name: string, values: Values, more: pulumi.CustomResourceOptions = {}) =>
    createSecret(
      `${namespace}-${name}-secret`,
      { name, namespace, labels, values },
      { ...options, ...more },
    );
}

/**
 * Creates the Secret of each user: `username`, `password`, and the values that all users share.
 * @param shared such as the address of a managed store, which is known after its creation. @default none
 */
export function userSecrets(
  store: Store<ServerSpec>,
  passwords: Pick<Passwords, "users">,
  platform: ServicePlatform,
  options: pulumi.CustomResourceOptions,
  shared: Readonly<Record<string, pulumi.Input<string>>> = {},
): readonly pulumi.Resource[] {
  const secret = secretMaker(store.name, platform, options);
  return usersOf(store, platform).flatMap(({ service, login, secret: name }) => {
    const password = passwords.users[service]?.result;
    return password === undefined ? [] : [secret(name, { username: login, password, ...shared })];
  });
}

/** Changes when a user's password changes, and does not reveal it. */
export function fingerprintOf({ users }: Pick<Passwords, "users">): pulumi.Output<string> {
  const results = Object.entries(users).map(([service, { result }]) => [service, result]);
  const all: pulumi.Output<Record<string, string>> = pulumi.all(Object.fromEntries(results));
  return pulumi.unsecret(all.apply((one) => sha256(JSON.stringify(one)).slice(0, 16)));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
