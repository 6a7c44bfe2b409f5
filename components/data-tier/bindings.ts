import type { Binding, ServicePlatform } from "../platform.ts";
import type { ServerSpec, Store, StoreUser } from "./engine.ts";
import { engineOf } from "./engines.ts";
import { replicaSet } from "./engines/mongodb.ts";
import { userSecret } from "../check/store-names.ts";
import { podsOf } from "./network.ts";
import { isServer, usersOf } from "./store.ts";

/** Address of the platform's Vault. */
const vault = { host: "vault.vault.svc", port: 8200, namespace: "vault" } as const;

/** Bindings by service, in the order of the stores. */
export function bindingsOf(
  stores: readonly Store[],
  platform: ServicePlatform,
): Readonly<Record<string, readonly Binding[]>> {
  const bindings = new Map<string, Binding[]>();
  for (const store of stores) {
    for (const user of usersOf(store, platform)) {
      const binding = isServer(store)
        ? serverBinding(store, user, platform)
        : vaultBinding(store, user);
      bindings.set(user.service, [...(bindings.get(user.service) ?? []), binding]);
    }
  }
  return Object.fromEntries(bindings);
}

function serverBinding(
  { name, spec }: Store<ServerSpec>,
  { database, secret }: StoreUser,
  { system }: ServicePlatform,
): Binding {
  const { port } = engineOf(spec);
  return {
    store: name,
    engine: spec.engine,
    connection: {
      host: { value: name },
      port: { value: `${port}` },
      // Valkey has no named databases
      ...(spec.engine === "valkey" ? {} : { database: { value: database } }),
      username: { secret, key: "username" },
      password: { secret, key: "password" },
    },
    // traffic stays inside one namespace, between pods that a NetworkPolicy allows
    transport: { tls: false },
    egress: { peers: [podsOf(system, name)], port },
    ...(spec.engine === "mongodb" ? { replicaSet } : {}),
  };
}

function vaultBinding({ name, spec }: Store, { service }: StoreUser): Binding {
  return {
    store: name,
    engine: spec.engine,
    connection: {
      host: { value: vault.host },
      port: { value: `${vault.port}` },
      // Vault's bootstrap writes it; until then the service starts without a token
      token: { secret: userSecret(service, name), key: "token", optional: true },
    },
    transport: { tls: false },
    egress: {
      peers: [
        { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": vault.namespace } } },
      ],
      port: vault.port,
    },
  };
}
