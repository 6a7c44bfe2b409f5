import type { ServerSpec, Store, StoreUser } from "./engine.ts";
import type { ServicePlatform, StoreSpec } from "../platform.ts";
import { loginOf, userSecret } from "../check/store-names.ts";

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
    database: databaseOf(store.spec, service, system),
    secret: userSecret(service, store.name, generation),
  }));
}

function databaseOf(spec: StoreSpec, service: string, system: string): string {
  if (spec.engine === "rabbitmq") return system;
  const databases = "databases" in spec ? spec.databases : undefined;
  return databases?.[service] ?? service.replaceAll("-", "_");
}
