import type * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { DataPolicy } from "../platform.ts";
import type { ServerSpec, Store } from "./engine.ts";

/** Passwords of one store. */
export interface Passwords {
  /** Undefined where AWS makes it, or there is no administrator. */
  readonly root: RandomPassword | undefined;
  /** Password of each user, by service. */
  readonly users: Readonly<Record<string, RandomPassword>>;
  /** Key with which the members of a replica set authenticate to each other. Undefined except for MongoDB in the cluster. */
  readonly keyfile: RandomPassword | undefined;
}

export interface PasswordOptions {
  readonly parent: pulumi.Resource | undefined;
  /** `keep` protects the secrets that the data depends on: the administrator's password and the key file. */
  readonly data: DataPolicy;
  /** Passwords beside those of the users. */
  readonly makes: { readonly root: boolean; readonly memberKeyLength: number | undefined };
}

/**
 * Creates the passwords of one store. They have no dependencies, so that the store can depend on them.
 * @param name prefix of each resource's name
 */
export function generatePasswords(
  name: string,
  store: Store<ServerSpec>,
  { parent, data, makes }: PasswordOptions,
): Passwords {
  const { generation = 1 } = store;
  const { memberKeyLength } = makes;
  // a resource of its own for each generation: the old password stays until all pods have the new one
  const suffix = generation === 1 ? "" : `.${generation}`;
  const other = parent === undefined ? {} : { parent };
  const keep = { ...other, protect: data === "keep" };
  const generate = (what: string, length: number, options: pulumi.CustomResourceOptions) =>
    // letters and digits only, so that URLs, shells and configuration files need no escaping
    new RandomPassword(`${name}-${what}`, { length, special: false }, options);
  return {
    root: makes.root ? generate("root", 32, keep) : undefined,
    users: Object.fromEntries(
      [...new Set(store.users)]
        .sort()
        .map((service) => [service, generate(`${service}${suffix}`, 32, other)]),
    ),
    keyfile: memberKeyLength === undefined ? undefined : generate("keyfile", memberKeyLength, keep),
  };
}

/** Returns the resources of the passwords. */
export function passwordResources({ root, users, keyfile }: Passwords): readonly pulumi.Resource[] {
  return [root, ...Object.values(users), keyfile].filter((one) => one !== undefined);
}
