/** Secret of a service's user in a store, with the keys `username` and `password`. */
export function userSecret(service: string, store: string): string {
  return `${service}-${store}`;
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
