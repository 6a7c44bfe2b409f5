import type { System } from "../apps/system.ts";
import { storesOf } from "../components/app-service/service.ts";

/** Stores of a system with the services that use them. */
export function usersByStore({ stores, services }: Pick<System, "stores" | "services">) {
  return Object.entries(stores).map(([name, spec]) => ({
    name,
    spec,
    users: Object.keys(services).filter((service) =>
      storesOf(services[service] ?? {}).includes(name),
    ),
  }));
}

/** Names of the services, each after its config server. Validation refuses cycles. */
export function startOrder(services: System["services"]): readonly string[] {
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    const server = services[name]?.configServer;
    if (server !== undefined) visit(server);
    ordered.add(name);
  };
  Object.keys(services).forEach(visit);
  return [...ordered];
}
