import { createHash } from "node:crypto";

/**
 * Rights of a service's user: all keys, all channels, and all commands except administrative ones.
 * Spring's health check needs INFO, and clearing a Spring cache needs KEYS and FLUSHDB.
 * All users of a store share its keyspace. Data that must not be shared needs its own store.
 */
export const serviceRules = "~* &* +@all -@admin -@dangerous +info +keys +flushdb";

/** User of the exporter beside the server. It has no password and reads statistics, no data. */
export const exporterUser = "hanok_exporter";

/**
 * Returns the access control list of a Valkey server. It contains hashes instead of passwords.
 * @param root password of `root`, which has all rights
 * @param users password by user
 * @param isOpen whether clients without a password have the rights of a service. @default false
 */
export function accessControlList(
  root: string,
  users: Readonly<Record<string, string>>,
  isOpen = false,
): string {
  const services = Object.entries(users).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    isOpen ? `user default on nopass ${serviceRules}` : "user default off",
    // user of the probes: no password, and no access to data
    "user probe on nopass resetkeys resetchannels -@all +ping",
    `user ${exporterUser} on nopass resetkeys resetchannels -@all +ping +info +slowlog|len +slowlog|get +latency|latest +latency|histogram`,
    `user root on #${sha256(root)} ~* &* +@all`,
    ...services.map(([name, password]) => `user ${name} on #${sha256(password)} ${serviceRules}`),
    "",
  ].join("\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
