import type { ServiceSpec } from "../components/app-service/service.ts";
import type { StoreSpec } from "../components/platform.ts";

/** A system as typed data: its services, its stores and its public routes. */
export interface System<S extends string = string, D extends string = string> {
  /** DNS label; names the namespace. */
  readonly name: string;
  /** First label of the public host: `backend` gives `backend.<domain>`. */
  readonly host: string;
  readonly stores: Readonly<Record<D, StoreSpec>>;
  readonly services: Readonly<Record<S, ServiceSpec<S, D>>>;
  /** Service by path prefix of the public host. */
  readonly routes: Readonly<Record<`/${string}`, S>>;
}

/** Keeps the names of stores and services as types, so that a misspelt one does not compile. */
export function defineSystem<const S extends string, const D extends string>(spec: {
  readonly name: string;
  readonly host: string;
  readonly stores: Readonly<Record<D, StoreSpec>>;
  readonly services: Readonly<Record<S, ServiceSpec<NoInfer<S>, NoInfer<D>>>>;
  readonly routes: Readonly<Record<`/${string}`, NoInfer<S>>>;
}): System<S, D> {
  return spec;
}
