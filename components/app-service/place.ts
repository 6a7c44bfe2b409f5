import type { ServiceSpec } from "./service.ts";

/** A service with what the rest of its system says about it. */
export interface PlacedService {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** Path prefixes of the public host that lead here. */
  readonly routes: readonly `/${string}`[];
  /** Path prefixes of the internal host that lead here. */
  readonly internalRoutes: readonly `/${string}`[];
  /** Services that send requests to this one, the readers of a config server included. */
  readonly callers: readonly string[];
  /** Services that this one sends requests to, its config server not included. */
  readonly calls: readonly { readonly name: string; readonly port: number }[];
  readonly configServer?: ConfigServer;
}

/** Where a service's settings come from, and how long that takes to start. */
export interface ConfigServer {
  readonly name: string;
  readonly port: number;
  readonly startupSeconds: number;
}

type Routes = Readonly<Record<`/${string}`, string>>;

/** The part of a system that places its services. */
interface Services {
  readonly services: Readonly<Record<string, ServiceSpec>>;
  readonly routes: Routes;
  readonly internal?: { readonly routes: Routes } | undefined;
}

/**
 * One service in its system.
 * @throws where the system has no service of a name that is called for
 */
export function serviceIn(system: Services, name: string): PlacedService {
  const find = (wanted: string): ServiceSpec => {
    const spec = system.services[wanted];
    if (spec === undefined) throw new Error(`${name}: the system has no service "${wanted}"`);
    return spec;
  };
  const spec = find(name);
  const { configServer } = spec;
  return {
    name,
    spec,
    routes: pathsTo(name, system.routes),
    internalRoutes: pathsTo(name, system.internal?.routes ?? {}),
    callers: Object.entries(system.services)
      .filter(
        ([caller, { callsTo = [], configServer: read }]) =>
          caller !== name && (callsTo.includes(name) || read === name),
      )
      .map(([caller]) => caller)
      .sort(),
    calls: [...new Set(spec.callsTo)]
      .sort()
      .map((callee) => ({ name: callee, port: find(callee).port })),
    ...(configServer === undefined
      ? {}
      : {
          configServer: {
            name: configServer,
            port: find(configServer).port,
            startupSeconds: find(configServer).startupSeconds,
          },
        }),
  };
}

function pathsTo(name: string, routes: Routes): `/${string}`[] {
  return Object.keys(routes)
    .filter((path): path is `/${string}` => path.startsWith("/"))
    .filter((path) => routes[path] === name)
    .sort();
}
