import { loginOf, userSecret } from "../check/store-names.ts";
import type { ServicePlatform } from "../platform.ts";
import { engineOf } from "./engines/index.ts";
import type { ServerSpec, Store, StoreUser } from "./engine.ts";

/** Whether the store is a server of the system, unlike the platform's Vault. */
export function isServer(store: Store): store is Store<ServerSpec> {
  return store.spec.engine !== "vault";
}

/**
 * Users of a store, sorted by service, so that reordering services does not change any object. Owners of databases come
 * before those that share them.
 */
export function usersOf(store: Store, { system }: Pick<ServicePlatform, "system">): StoreUser[] {
  const { generation } = store;
  const users = [...new Set(store.users)].sort().map((service) => ({
    service,
    login: loginOf(service, generation),
    ...databaseOf(store, service, system),
    secret: userSecret(service, store.name, generation),
  }));
  return [
    ...users.filter(({ shares }) => shares === undefined),
    ...users.filter(({ shares }) => shares !== undefined),
  ];
}

function databaseOf(
  store: Store,
  service: string,
  system: string,
): Pick<StoreUser, "database" | "shares"> {
  const { spec } = store;
  if (isServer(store) && engineOf(store.spec).databases === "one") return { database: system };
  const named = "databases" in spec ? spec.databases?.[service] : undefined;
  if (typeof named !== "object") return { database: named ?? service.replaceAll("-", "_") };
  const { of, readOnly = false } = named;
  return { database: databaseOf(store, of, system).database, shares: { of, readOnly } };
}
