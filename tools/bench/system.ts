import type { System } from "../../apps/system.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import type { StoreSpec } from "../../components/platform.ts";

/** Name and namespace of the measured system. */
export const benchName = "bench";

const cache = { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } } as const;
const database = { engine: "mariadb", storage: "1Gi" } as const;

/**
 * The stores of one service: of fifty services, four have a cache and one has a database. With the eight objects of each
 * service, that averages nine.
 */
function storeOf(index: number): StoreSpec | undefined {
  if (index % 50 === 49) return database;
  return index % 10 === 9 ? cache : undefined;
}

/** `s001` and so on, which sort like numbers. */
export function serviceName(index: number): string {
  return `s${String(index + 1).padStart(3, "0")}`;
}

/** A system of `count` public, autoscaled services. */
export function benchSystem(count: number): System {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const name = (index: number): string => `${serviceName(index)}-store`;
  const stores = indexes.flatMap((index): [string, StoreSpec][] => {
    const store = storeOf(index);
    return store === undefined ? [] : [[name(index), store]];
  });
  const services = indexes.map((index): [string, ServiceSpec<string, string>] => [
    serviceName(index),
    {
      image: "service",
      runtime: "go",
      port: 8080,
      health: "/healthz",
      startupSeconds: 5,
      resources: { cpu: "50m", memory: "64Mi" },
      scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
      ...(storeOf(index) === undefined ? {} : { uses: [name(index)] }),
    },
  ]);
  const routes = indexes.map((index) => [`/${serviceName(index)}`, serviceName(index)] as const);
  return {
    name: benchName,
    host: "bench",
    stores: Object.fromEntries(stores),
    services: Object.fromEntries(services),
    routes: Object.fromEntries(routes),
  };
}
