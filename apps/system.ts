import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceSpec } from "../components/app-service/service.ts";
import type { StoreSpec } from "../components/platform.ts";

/** Routes that are reachable inside the network only, such as dashboards and administration pages. */
export interface InternalRoutes<S extends string = string> {
  /** First label of the internal host: `admin` becomes `admin.<private zone>`. */
  readonly host: string;
  /** Service by path prefix of the internal host. */
  readonly routes: Readonly<Record<`/${string}`, S>>;
}

/** A system as typed data: its services, its stores and its routes. */
export interface System<S extends string = string, D extends string = string> {
  /** DNS label; also the namespace's name. */
  readonly name: string;
  /** First label of the public host: `backend` becomes `backend.<domain>`. */
  readonly host: string;
  readonly stores: Readonly<Record<D, StoreSpec>>;
  readonly services: Readonly<Record<S, ServiceSpec<S, D>>>;
  /** Service by path prefix of the public host. */
  readonly routes: Readonly<Record<`/${string}`, S>>;
  /** Served where the environment has an internal gateway (`hanok:internalGateway`). @default none */
  readonly internal?: InternalRoutes<S> | undefined;
  /**
   * Path prefixes of the public host that CloudFront answers from a bucket, such as `/static/`, where the environment has an edge
   * (`hanok:edge`). Elsewhere the routes serve them. @default none
   */
  readonly staticFiles?: readonly `/${string}/`[] | undefined;
}

/** Keeps the names of stores and services as types, so that a misspelt name does not compile. */
export function defineSystem<const S extends string, const D extends string>(spec: {
  readonly name: string;
  readonly host: string;
  readonly stores: Readonly<Record<D, StoreSpec<NoInfer<S>>>>;
  readonly services: Readonly<Record<S, ServiceSpec<NoInfer<S>, NoInfer<D>>>>;
  readonly routes: Readonly<Record<`/${string}`, NoInfer<S>>>;
  readonly internal?: InternalRoutes<NoInfer<S>> | undefined;
  readonly staticFiles?: readonly `/${string}/`[] | undefined;
}): System<S, D> {
  return spec;
}

/**
 * Text of a file beside a system, for a service's `files`: `textFile(import.meta.dirname, "nginx.conf")`.
 * @throws Error if the file does not exist
 */
export function textFile(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}
