import type { System } from "../apps/system.ts";
import { addonTable } from "../components/cluster/addons/index.ts";
import type { Peer } from "../components/platform.ts";
import { startsAfter } from "../components/app-service/resolve-service.ts";
import { storesOf } from "../components/app-service/service-spec.ts";

/** The pods that look at the queues: those of the add-on `keda`, with the chart's own label. */
const keda: Peer = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": addonTable.keda.namespace } },
  podSelector: { matchLabels: { app: "keda-operator" } },
};

/** Stores of a system with the services that use them. */
export function usersByStore({ stores, services }: Pick<System, "stores" | "services">) {
  return Object.entries(stores).map(([name, spec]) => ({
    name,
    spec,
    users: Object.keys(services).filter((service) =>
      storesOf(services[service] ?? {}).includes(name),
    ),
    readers: Object.values(services).some(
      ({ scaling }) => scaling?.kind === "queue" && scaling.store === name,
    )
      ? [keda]
      : [],
  }));
}

/** Names of the services, each after its config server and the jobs before it. Validation refuses cycles. */
export function startOrder(services: System["services"]): readonly string[] {
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    startsAfter(services, name).forEach(visit);
    ordered.add(name);
  };
  Object.keys(services).forEach(visit);
  return [...ordered];
}
