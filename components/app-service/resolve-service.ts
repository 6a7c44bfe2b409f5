import type { ServiceSpec } from "./service.ts";

/** A service with its relations to the rest of its system. */
export interface ResolvedService {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** Path prefixes of the public host that route to this service. */
  readonly routes: readonly `/${string}`[];
  /** Path prefixes of the internal host that route to this service. */
  readonly internalRoutes: readonly `/${string}`[];
  /** Services that send requests to this one, including the clients of a config server. */
  readonly callers: readonly string[];
  /** Services that this one sends requests to, except its config server. */
  readonly calls: readonly { readonly name: string; readonly port: number }[];
  readonly configServer?: ConfigServer;
}

/** Address of a config server, and the seconds that it takes to start. */
export interface ConfigServer {
  readonly name: string;
  readonly port: number;
  readonly startupSeconds: number;
}

type Routes = Readonly<Record<`/${string}`, string>>;

/** The part of a system that relates its services to each other. */
interface Services {
  readonly services: Readonly<Record<string, ServiceSpec>>;
  readonly routes: Routes;
  readonly internal?: { readonly routes: Routes } | undefined;
}

/**
 * Resolves one service in its system.
 * @throws Error if the service, or one that it refers to, is not in the system
 */
export function resolveService(system: Services, name: string): ResolvedService {
  const find = (wanted: string): ServiceSpec => {
    const spec = system.services[wanted];
    if (spec === undefined) throw new Error(`${name}: the system has no service "${wanted}"`);
    return spec;
  };
  const spec = find(name);
  const { configServer } = spec;
  const portOf = (callee: string): number => {
    const { port } = find(callee);
    if (port === undefined) throw new Error(`${name}: "${callee}" is a worker, which has no port`);
    return port;
  };
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
      .map((callee) => ({ name: callee, port: portOf(callee) })),
    ...(configServer === undefined
      ? {}
      : {
          configServer: {
            name: configServer,
            port: portOf(configServer),
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
