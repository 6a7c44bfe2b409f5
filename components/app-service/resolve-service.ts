import { routesOf, type Site, type SiteRoute } from "../check/site.ts";
import type { Listening } from "./network.ts";
import type { ServiceSpec } from "./service-spec.ts";

/** A service with its relations to the rest of its system. */
export interface ResolvedService {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** Routes of the public gateway that lead to this service. */
  readonly routes: readonly SiteRoute[];
  /** Routes of the internal gateway that lead to this service. */
  readonly internalRoutes: readonly SiteRoute[];
  /** Services that send requests to this one, including the clients of a config server. */
  readonly callers: readonly Neighbour[];
  /** Services that this one sends requests to, except its config server. */
  readonly calls: readonly Callee[];
  readonly configServer?: ConfigServer;
}

/** A service of this system, or of another one in the environment. */
export interface Neighbour {
  /** @default this system */
  readonly system?: string;
  readonly name: string;
}

export interface Callee extends Neighbour, Listening {
  readonly port: number;
}

/** Address of a config server, and the seconds that it takes to start. */
export interface ConfigServer {
  readonly name: string;
  readonly port: number;
  readonly startupSeconds: number;
}

/** The part of a system that relates its services to each other. */
export interface Services extends Omit<Site, "redirects"> {
  readonly name: string;
  readonly services: Readonly<Record<string, ServiceSpec>>;
  readonly internal?: Omit<Site, "redirects"> | undefined;
}

/**
 * Resolves one service in its system.
 * @param environment all systems of the environment @default this one alone
 * @throws Error if the service, or one that it refers to, is not in the system or environment
 */
export function resolveService(
  system: Services,
  name: string,
  environment: readonly Services[] = [system],
): ResolvedService {
  const find = (wanted: string, { name: owner, services }: Services = system): ServiceSpec => {
    const spec = services[wanted];
    if (spec === undefined)
      throw new Error(`${name}: the system ${owner} has no service "${wanted}"`);
    return spec;
  };
  const calleeOf = (reference: string): Callee => {
    const [callee = "", other] = reference.split("/").toReversed();
    const owner = other === undefined ? system : environment.find((one) => one.name === other);
    const absent = { name: `${other}`, services: {}, host: "", routes: {} };
    const { port, ports, kind } = find(callee, owner ?? absent);
    if (port === undefined)
      throw new Error(`${name}: "${reference}" is a ${kind}, which has no port`);
    return {
      ...(other === undefined ? {} : { system: other }),
      name: callee,
      port,
      ...(ports && { ports }),
    };
  };
  const spec = find(name);
  const { configServer } = spec;
  return {
    name,
    spec,
    routes: routesOfService(name, system),
    internalRoutes: system.internal ? routesOfService(name, system.internal) : [],
    callers: [
      ...callersOf(system.services, name).filter((caller) => caller.name !== name),
      ...environment
        .filter((other) => other.name !== system.name)
        .toSorted(byName)
        .flatMap((other) =>
          callersOf(other.services, `${system.name}/${name}`).map((caller) => ({
            system: other.name,
            ...caller,
          })),
        ),
    ],
    calls: [...new Set(spec.callsTo)].sort().map(calleeOf),
    ...(configServer === undefined
      ? {}
      : {
          configServer: {
            ...calleeOf(configServer),
            startupSeconds: find(configServer).startupSeconds ?? 0,
          },
        }),
  };
}

/** Services that name another one, in the order of their names. */
function callersOf(services: Services["services"], reference: string): { readonly name: string }[] {
  return Object.entries(services)
    .filter(([, { callsTo, configServer }]) =>
      [...(callsTo ?? []), configServer].includes(reference),
    )
    .map(([name]) => ({ name }))
    .toSorted(byName);
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;

/** Jobs that run before a service rolls out. */
export function jobsBefore(services: Services["services"], name: string): readonly string[] {
  return Object.keys(services).filter((job) => services[job]?.before?.includes(name));
}

/** Services that must be up, and jobs that must have ended, before a service starts. */
export function startsAfter(services: Services["services"], name: string): readonly string[] {
  const { configServer } = services[name] ?? {};
  return [...(configServer === undefined ? [] : [configServer]), ...jobsBefore(services, name)];
}

/** Routes of a site that lead to a service, in the order of their paths. */
function routesOfService(name: string, site: Omit<Site, "redirects">): readonly SiteRoute[] {
  return routesOf(site)
    .filter(({ service }) => service === name)
    .map(({ route }) => route)
    .toSorted((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}
