import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceSpec } from "../components/app-service/service.ts";
import type { Site } from "../components/check/site.ts";
import type { StoreSpec } from "../components/platform.ts";

/**
 * A system as typed data: its services, its stores, and its routes at the public gateway. The routes of `internal` are reachable
 * inside the network only, for dashboards and administration pages.
 */
export interface System<S extends string = string, D extends string = string> extends Site<S> {
  /** DNS label; also the namespace's name. */
  readonly name: string;
  readonly stores: Readonly<Record<D, StoreSpec>>;
  readonly services: Readonly<Record<S, ServiceSpec<S, D>>>;
  /** Hosts below the private zone. Served where the environment has an internal gateway (`hanok:internalGateway`). @default none */
  readonly internal?: Site<S> | undefined;
  /**
   * Path prefixes of the public host that CloudFront answers from a bucket, such as `/static/`, where the environment has an edge
   * (`hanok:edge`). Elsewhere the routes serve them. @default none
   */
  readonly staticFiles?: readonly `/${string}/`[] | undefined;
}

/** Keeps the names of stores and services as types, so that a misspelt name does not compile. */
export function defineSystem<const S extends string, const D extends string>(
  spec: {
    readonly name: string;
    readonly stores: Readonly<Record<D, StoreSpec<NoInfer<S>>>>;
    readonly services: Readonly<Record<S, ServiceSpec<NoInfer<S>, NoInfer<D>>>>;
    readonly internal?: Site<NoInfer<S>> | undefined;
    readonly staticFiles?: readonly `/${string}/`[] | undefined;
  } & Site<NoInfer<S>>,
): System<S, D> {
  return spec;
}

/**
 * Text of a file beside a system, for a service's `files`: `textFile(import.meta.dirname, "nginx.conf")`.
 * @throws Error if the file does not exist
 */
export function textFile(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}
