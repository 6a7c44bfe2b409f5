import type { System } from "../apps/system.ts";
import { storesOf } from "../components/app-service/service-spec.ts";
import type { AddonName } from "../components/cluster/addons/chart.ts";
import { addonTable } from "../components/cluster/addons/index.ts";
import { type AddonsOptions, optionalAddons } from "../components/cluster/addons/options.ts";
import { installOrder } from "../components/cluster/addons/order.ts";
import type { Observability, StoreEngine, VaultUser } from "../components/platform.ts";

/** The add-on that provides a store of the platform. */
const ofEngine: Readonly<Partial<Record<StoreEngine, AddonName>>> = { vault: "vault" };

/** The add-ons of each strategy of observability. */
const ofObservability: Readonly<Record<Observability, readonly AddonName[]>> = {
  none: [],
  metrics: ["kube-prometheus-stack", "prometheus-blackbox-exporter"],
  full: [
    "kube-prometheus-stack",
    "prometheus-blackbox-exporter",
    "fluent-bit",
    "opentelemetry-operator",
  ],
};

/** What decides on the add-ons of an environment. */
export interface Demand {
  readonly systems: readonly Pick<System, "stores" | "services">[];
  readonly observability: Observability;
  readonly addons: AddonsOptions;
}

/** Distinct add-ons of an environment, each after those that it requires. Those of every managed cluster are not among them. */
export function requiredAddons({ systems, observability, addons }: Demand): readonly AddonName[] {
  const engines = systems.flatMap(({ stores }) =>
    Object.values(stores).map(({ engine }) => engine),
  );
  return installOrder(
    [
      ...ofObservability[observability],
      ...engines.flatMap((engine) => ofEngine[engine] ?? []),
      ...(systems.some(scalesByKeda) ? (["keda"] as const) : []),
      ...optionalAddons(addons),
    ],
    addonTable,
  );
}

/** Whether KEDA scales a service: by a queue or by a schedule. */
function scalesByKeda({ services }: Pick<System, "services">): boolean {
  return Object.values(services).some(({ scaling }) =>
    ["queue", "schedule"].includes(scaling?.kind ?? ""),
  );
}

/** The add-on that provides a store; undefined for a store with its own server. */
export function addonBehind(engine: StoreEngine): AddonName | undefined {
  return ofEngine[engine];
}

/** The services of a system that read Vault. A config server reads for its clients as well. */
export function vaultUsersOf({ name, stores, services }: System): readonly VaultUser[] {
  const servers = Object.values(services).flatMap(({ configServer }) => configServer ?? []);
  return Object.entries(services)
    .filter(([, spec]) => storesOf(spec).some((store) => stores[store]?.engine === "vault"))
    .map(([service]) => ({
      system: name,
      service,
      readsForOthers: servers.some((server) => server === service),
    }));
}
