import type { System } from "../apps/system.ts";
import { storesOf } from "../components/app-service/service.ts";

/** Each store of a system with the services that use it. */
export function usersByStore({ stores, services }: Pick<System, "stores" | "services">) {
  return Object.entries(stores).map(([name, spec]) => ({
    name,
    spec,
    users: Object.keys(services).filter((service) =>
      storesOf(services[service] ?? {}).includes(name),
    ),
  }));
}

/**
 * Names of the services, each after the config server that it reads at its start; otherwise as they stand.
 * The settings have refused config servers that read each other.
 */
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
