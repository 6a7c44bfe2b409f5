import type { Architecture, ConnectionField, Quantity } from "../platform.ts";

/**
 * Which variable names a service expects of its stores, and how its process behaves.
 * `spring` reads `SPRING_*`, `go` reads `DB_*`, `python` reads URLs, `static` serves files and reads none.
 */
export type Runtime = "spring" | "go" | "python" | "static";

/** A value that nobody here could check on the image, with the reason why it is believed. */
export interface Assumed<T> {
  readonly assumed: T;
  readonly because: string;
}

/** Marks a fact about an image as an assumption. */
export function assumed<const T>(value: T, because: string): Assumed<T> {
  return { assumed: value, because };
}

/** An autoscaled range of pods. */
export interface Horizontal {
  readonly kind: "horizontal";
  readonly min: number;
  readonly max: number;
  /** Average CPU use of the ready pods, in percent of their request. */
  readonly cpuPercent: number;
}

/** A number of pods that no autoscaler may change, and why. */
export interface Fixed {
  readonly kind: "fixed";
  readonly replicas: number;
  readonly because: string;
}

export type Scaling = Horizontal | Fixed;

/** How the kubelet asks whether a pod lives and may get requests. A string is one HTTP path for both. */
export type Health =
  string | { readonly readiness: string; readonly liveness: string } | { readonly tcp: true };

/** A literal, one literal a size, or a field of a bound store. */
export type EnvironmentValue<D extends string = string> =
  | string
  | { readonly small: string; readonly large: string }
  | { readonly store: D; readonly field: ConnectionField };

/** A store by its name gives its own (`MEMBERS_HOST`) and the runtime's variables; `plain` gives the first only. */
export type Use<D extends string> = D | { readonly store: D; readonly variables: "plain" };

/** What keeps files of its own is a StatefulSet of a fixed number of pods; anything else may be autoscaled. */
type State =
  | { readonly scaling: Scaling; readonly volume?: undefined }
  | {
      readonly scaling: Fixed;
      /** A claim a pod, mounted at `path`. */
      readonly volume: { readonly path: string; readonly storage: Quantity };
    };

/** One service, as its owners know it. `S` are the names of the system's services, `D` those of its stores. */
export type ServiceSpec<S extends string = string, D extends string = string> = State &
  ServiceFacts<S, D>;

interface ServiceFacts<S extends string, D extends string> {
  /** Repository without a tag; one that names no registry host stands in the environment's registry. */
  readonly image: string;
  readonly runtime: Runtime;
  /** Port that the container listens on; the Service has the same. */
  readonly port: number;
  readonly health: Health;
  /** Seconds from the start of the container until it is ready, on a busy node. */
  readonly startupSeconds: number;
  /** Seconds that a connection to its routes may be silent; the whole gateway has what the most patient one asks for. @default 60 */
  readonly idleSeconds?: number;
  /** Requests. The memory limit equals the request unless given; there is no CPU limit (ADR 4). */
  readonly resources: {
    readonly cpu: Quantity;
    readonly memory: Quantity;
    readonly memoryLimit?: Quantity;
  };
  /** Stores that this service is bound to. */
  readonly uses?: readonly Use<D>[];
  /** Services that this one sends requests to; opens the NetworkPolicy on both sides. */
  readonly callsTo?: readonly S[];
  /** The Spring Cloud Config Server that this service reads at its start, with retry; it is started before. */
  readonly configServer?: S;
  readonly environment?: Readonly<Record<string, EnvironmentValue<D>>>;
  /** Environment variable by name of a secret of the environment (`hanok:secrets`). */
  readonly secrets?: Readonly<Record<string, string>>;
  /** @default ["amd64"], the platform's default for a team's own images */
  readonly architectures?: readonly Architecture[] | Assumed<readonly Architecture[]>;
  /** Numeric user and group of the process. @default 10001, assumed */
  readonly user?: number | Assumed<number>;
  /** Absolute folders that must be writable; everything else is read-only. @default ["/tmp"], assumed */
  readonly writable?: readonly string[] | Assumed<readonly string[]>;
  /** Ports of the public internet that it may reach, and what for. */
  readonly internet?: { readonly ports: readonly number[]; readonly because: string };
  /** Where Prometheus scrapes. @default none */
  readonly metrics?: { readonly path: string; readonly port?: number };
}

/** Names of the stores that a service uses, in either form. */
export function storesOf({ uses }: Pick<ServiceSpec, "uses">): readonly string[] {
  return (uses ?? []).map((use) => (typeof use === "string" ? use : use.store));
}
