import { createHash } from "node:crypto";

/**
 * Rights of a service's user: every key, every channel, every command but those that administer the server.
 * INFO is Spring's health check, KEYS and FLUSHDB clear a Spring cache. A keyspace is one store's, not one user's:
 * what must not be shared is a store of its own.
 */
export const serviceRules = "~* &* +@all -@admin -@dangerous +info +keys +flushdb";

/**
 * The access control list that a Valkey server starts with. It has hashes in place of passwords.
 * @param root password of `root`, who may do all
 * @param users password by service
 */
export function accessControlList(root: string, users: Readonly<Record<string, string>>): string {
  const services = Object.entries(users).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    "user default off",
    // what the probes are: no password, and nothing to take
    "user probe on nopass resetkeys resetchannels -@all +ping",
    `user root on #${sha256(root)} ~* &* +@all`,
    ...services.map(([name, password]) => `user ${name} on #${sha256(password)} ${serviceRules}`),
    "",
  ].join("\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
