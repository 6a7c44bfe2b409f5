import { userSecret } from "../check/store-names.ts";
import type { Binding, ServicePlatform } from "../platform.ts";
import type { Backend } from "./backend.ts";
import type { ServerSpec, Store, StoreUser } from "./engine.ts";
import { isServer, usersOf } from "./store.ts";

/** Address of the platform's Vault. */
const vault = { host: "vault.vault.svc", port: 8200, namespace: "vault" } as const;

/** Bindings by service, in the order of the stores. */
export function bindingsOf(
  stores: readonly Store[],
  platform: ServicePlatform,
  backendOf: (store: Store<ServerSpec>) => Pick<Backend, "binding">,
): Readonly<Record<string, readonly Binding[]>> {
  const bindings = new Map<string, Binding[]>();
  for (const store of stores) {
    for (const user of usersOf(store, platform)) {
      const binding = isServer(store)
        ? backendOf(store).binding(store, user, platform)
        : vaultBinding(store, user);
      bindings.set(user.service, [...(bindings.get(user.service) ?? []), binding]);
    }
  }
  return Object.fromEntries(bindings);
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
