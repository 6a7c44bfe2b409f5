/** Secret of one service's user of one store, with the keys `username` and `password`. */
export function userSecret(service: string, store: string): string {
  return `${service}-${store}`;
}

/** Secret of a store's own administrator. Read by the server's first start and by the provisioning Job only. */
export function rootSecret(store: string): string {
  return `${store}-root`;
}

/** Secret with the key that the members of a replica set know each other by. */
export function keyfileSecret(store: string): string {
  return `${store}-keyfile`;
}

/** Secret with the access control list of a Valkey server, `users.acl`. It holds hashes of the passwords only. */
export function aclSecret(store: string): string {
  return `${store}-acl`;
}

/** Headless Service that gives each member its name before it is ready: it must be found to become a member. */
export function membersService(store: string): string {
  return `${store}-members`;
}

/** Workload that makes the users of a store. */
export function provisionName(store: string): string {
  return `${store}-provision`;
}
