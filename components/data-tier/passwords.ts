import type * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { DataPolicy } from "../platform.ts";
import type { ServerSpec, Store } from "./engine.ts";

/** What opens one store. */
export interface Passwords {
  readonly root: RandomPassword;
  /** Of each user, by service. */
  readonly users: Readonly<Record<string, RandomPassword>>;
  /** What the members of a replica set know each other by; undefined but for MongoDB. */
  readonly keyfile: RandomPassword | undefined;
}

export interface PasswordOptions {
  readonly parent: pulumi.Resource | undefined;
  /** `keep` protects what the data itself holds: the administrator's password and the key file. */
  readonly data: DataPolicy;
}

/**
 * Makes the passwords of one store. They depend on nothing, so that what holds its data can depend on them.
 * @param name begins the name of each resource
 */
export function generatePasswords(
  name: string,
  store: Store<ServerSpec>,
  { parent, data }: PasswordOptions,
): Passwords {
  const other = parent === undefined ? {} : { parent };
  const keep = { ...other, protect: data === "keep" };
  const generate = (suffix: string, length: number, options: pulumi.CustomResourceOptions) =>
    // letters and digits only, so that no URL, shell or configuration file has anything to escape
    new RandomPassword(`${name}-${suffix}`, { length, special: false }, options);
  return {
    root: generate("root", 32, keep),
    users: Object.fromEntries(
      [...new Set(store.users)].sort().map((service) => [service, generate(service, 32, other)]),
    ),
    keyfile: store.spec.engine === "mongodb" ? generate("keyfile", 128, keep) : undefined,
  };
}

/** The resources themselves. */
export function passwordsIn({ root, users, keyfile }: Passwords): readonly pulumi.Resource[] {
  return [root, ...Object.values(users), ...(keyfile === undefined ? [] : [keyfile])];
}
