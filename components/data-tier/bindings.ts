import { vaultRole } from "../check/store-names.ts";
import type { Binding, ServicePlatform } from "../platform.ts";
import type { Backend } from "./backend.ts";
import type { ServerSpec, Store, StoreUser } from "./engine.ts";
import { isServer, usersOf } from "./store.ts";

/** The platform's Vault. A system's secrets are in the key-value store of its name, a service's below the service's name. */
const vault = {
  namespace: "vault",
  port: 8200,
  proxy: {
    address: "https://vault.vault.svc:8200",
    issuer: "cluster-ca",
    audience: "vault",
    port: 8200,
  },
} as const;

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
        : vaultBinding(store, user, platform);
      bindings.set(user.service, [...(bindings.get(user.service) ?? []), binding]);
    }
  }
  return Object.fromEntries(bindings);
}

function vaultBinding(
  { name, spec }: Store,
  { service }: StoreUser,
  { system }: Pick<ServicePlatform, "system">,
): Binding {
  return {
    store: name,
    engine: spec.engine,
    connection: {
      host: { value: "127.0.0.1" },
      port: { value: `${vault.proxy.port}` },
      database: { value: system },
      username: { value: service },
      // clients refuse to start without one, and the proxy replaces it
      token: { value: "replaced-by-vault-proxy" },
    },
    // on the loopback; the proxy speaks TLS
    transport: { tls: false },
    egress: {
      peers: [
        { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": vault.namespace } } },
      ],
      port: vault.port,
    },
    proxy: { ...vault.proxy, role: vaultRole(system, service) },
  };
}
