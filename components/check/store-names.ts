/**
 * Secret of a service's user in a store, with the keys `username` and `password`. Each generation has its own:
 * pods of the old revision keep theirs. A dot, because services and stores have none in their names.
 */
export function userSecret(service: string, store: string, generation = 1): string {
  return `${service}-${store}${generation === 1 ? "" : `.${generation}`}`;
}

/** Key of that Secret with what KEDA connects to, where AWS chooses the host. */
export const endpointKey = "endpoint";

/** What KEDA connects to: a URL of a broker, and `host:port` of a cache. @param address `host:port` */
export const endpointOf = (engine: string, address: string, tls: boolean): string =>
  engine === "rabbitmq" ? `${tls ? "amqps" : "amqp"}://${address}` : address;

/** Name of a service's user in a store. Names of services have no `_`, so no other service's user has the same name. */
export function loginOf(service: string, generation = 1): string {
  return generation === 1 ? service : `${service}_${generation}`;
}

/** Secret of a store's administrator. Only the server's first start and the provisioning Job read it. */
export function rootSecret(store: string): string {
  return `${store}-root`;
}

/** Secret with the key that authenticates members of a replica set to each other. */
export function keyfileSecret(store: string): string {
  return `${store}-keyfile`;
}

/** Secret with a Valkey server's access control list, `users.acl`, which contains only password hashes. */
export function aclSecret(store: string): string {
  return `${store}-acl`;
}

/** Headless Service that resolves members before they are ready, which they need to join the replica set. */
export function membersService(store: string): string {
  return `${store}-members`;
}

/** Job that creates a store's users. */
export function provisionName(store: string): string {
  return `${store}-provision`;
}

/** Job that removes the users of earlier generations. */
export function retireName(store: string): string {
  return `${store}-retire`;
}

/** Policy and role of a service in Vault. Systems and services have no dot in their names. */
export function vaultRole(system: string, service: string): string {
  return `hanok-${system}.${service}`;
}
