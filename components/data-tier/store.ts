import { loginOf, userSecret } from "../check/store-names.ts";
import type { ServicePlatform } from "../platform.ts";
import { engineOf } from "./engines/index.ts";
import type { ServerSpec, Store, StoreUser } from "./engine.ts";

/** Whether the store is a server of the system, unlike the platform's Vault. */
export function isServer(store: Store): store is Store<ServerSpec> {
  return store.spec.engine !== "vault";
}

/** Users of a store, sorted by service, so that reordering services does not change any object. */
export function usersOf(store: Store, { system }: Pick<ServicePlatform, "system">): StoreUser[] {
  const { generation } = store;
  return [...new Set(store.users)].sort().map((service) => ({
    service,
    login: loginOf(service, generation),
    database: databaseOf(store, service, system),
    secret: userSecret(service, store.name, generation),
  }));
}

function databaseOf(store: Store, service: string, system: string): string {
  const { spec } = store;
  if (isServer(store) && engineOf(store.spec).databases === "one") return system;
  const databases: Readonly<Record<string, string>> | undefined =
    "databases" in spec ? spec.databases : undefined;
  return databases?.[service] ?? service.replaceAll("-", "_");
}
