import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceOf, ServiceSpec } from "../components/app-service/service-spec.ts";
import type { Site } from "../components/check/site.ts";
import type { ProfileName, StoreSpec } from "../components/platform.ts";

/**
 * A system as typed data: its services, its stores, and its routes at the public gateway. The routes of `internal` are reachable
 * inside the network only, for dashboards and administration pages.
 */
export interface System<S extends string = string, D extends string = string> extends Site<S> {
  /** DNS label; also the namespace's name. */
  readonly name: string;
  readonly stores: Readonly<Record<D, StoreSpec>>;
  readonly services: Readonly<Record<S, ServiceSpec<S, D, S>>>;
  /** Hosts below the private zone. Served where the environment has an internal gateway (`hanok:internalGateway`). @default none */
  readonly internal?: Site<S> | undefined;
  /**
   * Path prefixes of the public host that CloudFront answers from a bucket, such as `/static/`, where the environment has an edge
   * (`hanok:edge`). Elsewhere the routes serve them. @default none
   */
  readonly staticFiles?: readonly `/${string}/`[] | undefined;
}

/** Services that have a port, and services that roll out, by the kinds of all. */
type Served<K> = { [N in keyof K]: K[N] extends "worker" | "cron" | "job" ? never : N }[keyof K];
type Rolled<K> = { [N in keyof K]: K[N] extends "cron" | "job" ? never : N }[keyof K];

/**
 * Keeps the names and kinds of services and stores as types, so that a misspelt name, or a route to a service without a
 * port, does not compile.
 */
export function defineSystem<const K, const V, const D extends string>(
  spec: {
    readonly name: string;
    readonly stores: Readonly<Record<D, StoreSpec<NoInfer<keyof K & string>>>>;
    readonly services: {
      readonly [N in keyof K]: { readonly kind?: K[N] } & ServiceOf<
        K[N],
        N extends keyof V ? V[N] : undefined,
        NoInfer<Served<K>> & string,
        NoInfer<D>,
        NoInfer<Rolled<K>> & string
      >;
    } & { readonly [N in keyof V]: { readonly volume?: V[N] } };
    readonly internal?: Site<NoInfer<Served<K>> & string> | undefined;
    readonly staticFiles?: readonly `/${string}/`[] | undefined;
  } & Site<NoInfer<Served<K>> & string>,
): System<keyof K & string, D>;
export function defineSystem(spec: System): System {
  return spec;
}

type Service = System["services"][string];

/**
 * A system as it is in the environments of a profile: the patches of its services (`in`) are merged here, and nowhere else.
 */
export function inProfile(system: System, profile: ProfileName): System {
  const merged = Object.entries(system.services).map(([name, { in: patches, ...service }]) => [
    name,
    patched(service, patches?.[profile] ?? {}),
  ]);
  return { ...system, services: Object.fromEntries(merged) };
}

function patched<T extends Pick<Service, "environment">>(service: T, patch: Partial<T>): T {
  const environment = { ...service.environment, ...patch.environment };
  const isSet = Object.keys(environment).length > 0;
  return { ...service, ...patch, ...(isSet ? { environment } : {}) };
}

/**
 * Text of a file beside a system, for a service's `files`: `textFile(import.meta.dirname, "nginx.conf")`.
 * @throws Error if the file does not exist
 */
export function textFile(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}
