import type {
  CronService,
  Fixed,
  JobService,
  Use,
  Volume,
  WebService,
  WorkerService,
} from "./service.ts";

/**
 * A service by the kind and the volume that a system writes. The compiler's message then speaks of that kind alone, and
 * not of a union. `S` are the services that can be called, `R` those that roll out, `D` the stores.
 */
export type ServiceOf<K, V, S extends string, D extends string, R extends string> = K extends "job"
  ? JobService<S, D, R>
  : K extends "cron"
    ? CronService<S, D>
    : (K extends "worker" ? WorkerService<S, D> : WebService<S, D>) &
        (V extends object ? Stateful : unknown);

type Stateful =
  { readonly volume?: undefined } | { readonly volume: Volume; readonly scaling: Fixed };
type Running<S extends string, D extends string> = WebService<S, D> | WorkerService<S, D>;
type Task<S extends string, D extends string, R extends string> =
  CronService<S, D> | JobService<S, D, R>;
type Field<T> = T extends unknown ? keyof T : never;
/** With the fields of the other kinds, which are absent. */
type Whole<T> = T extends unknown
  ? T & {
      readonly [
        F in Exclude<Field<Running<string, string> | Task<string, string, string>>, keyof T>
      ]?: undefined;
    }
  : never;

/** A service whose pods keep running. One with a volume has a fixed number of them. */
export type RunningSpec<S extends string = string, D extends string = string> = Whole<
  Running<S, D>
> &
  Stateful;

/** A service whose pods end. */
export type TaskSpec<
  S extends string = string,
  D extends string = string,
  R extends string = string,
> = Whole<Task<S, D, R>>;

/** A service of any kind. */
export type ServiceSpec<
  S extends string = string,
  D extends string = string,
  R extends string = string,
> = RunningSpec<S, D> | TaskSpec<S, D, R>;

/** Whether the pods of a service end. */
export function isTask(spec: ServiceSpec): spec is TaskSpec {
  return spec.kind === "cron" || spec.kind === "job";
}

/** How a service uses a store. */
export function useOf(
  { uses }: Pick<ServiceSpec, "uses">,
  store: string,
): Exclude<Use<string>, string> {
  const use = uses?.find((one) => (typeof one === "string" ? one : one.store) === store);
  return typeof use === "object" ? use : { store };
}

/** Names of the stores that a service uses, in either form. */
export function storesOf({ uses }: Pick<ServiceSpec, "uses">): readonly string[] {
  return (uses ?? []).map((use) => (typeof use === "string" ? use : use.store));
}
