import { createHash } from "node:crypto";

/**
 * Rights of a service's user: all keys, all channels, and all commands except administrative ones.
 * Spring's health check needs INFO, and clearing a Spring cache needs KEYS and FLUSHDB.
 * All users of a store share its keyspace. Data that must not be shared needs its own store.
 */
export const serviceRules = "~* &* +@all -@admin -@dangerous +info +keys +flushdb";

/**
 * Returns the access control list of a Valkey server. It contains hashes instead of passwords.
 * @param root password of `root`, which has all rights
 * @param users password by user
 */
export function accessControlList(root: string, users: Readonly<Record<string, string>>): string {
  const services = Object.entries(users).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    "user default off",
    // user of the probes: no password, and no access to data
    "user probe on nopass resetkeys resetchannels -@all +ping",
    `user root on #${sha256(root)} ~* &* +@all`,
    ...services.map(([name, password]) => `user ${name} on #${sha256(password)} ${serviceRules}`),
    "",
  ].join("\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
