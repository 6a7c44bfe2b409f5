import {
  type Architecture,
  type ConnectionField,
  connectionFields,
  type ProfileName,
  type Quantity,
} from "../platform.ts";
import type { Privileges } from "../check/privileges.ts";
import type { Fixed, Horizontal, Queue, Scaling, Schedule } from "./scaling.ts";

export type { Fixed, Horizontal, Queue, Scaling, Schedule };

/**
 * Selects the names of a service's store variables, and how its process behaves. `spring` reads `SPRING_*`; `go` reads `DB_*`;
 * `python`, `node` and `ruby` read URLs; `php` reads Laravel's names and URLs; `dotnet` reads `ConnectionStrings__*`.
 * `static` serves files and reads no variables.
 */
export const runtimes = [
  "spring",
  "go",
  "python",
  "node",
  "php",
  "dotnet",
  "ruby",
  "static",
] as const;
export type Runtime = (typeof runtimes)[number];

/** A value that has not been verified on the image, and the reason for assuming it. */
export interface Assumed<T> {
  readonly assumed: T;
  readonly because: string;
}

/** Marks a fact about an image as an assumption. */
export function assumed<const T>(value: T, because: string): Assumed<T> {
  return { assumed: value, because };
}

/** One check of a process. Text is an HTTP path. A check without a port of its own asks the service's port. */
export type Check =
  | string
  | {
      readonly path: string;
      readonly port?: number;
      /** Request headers by name, such as a `Host` that the process accepts. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly tcp: true; readonly port?: number }
  /** The gRPC health checking protocol, of one service of the server or of the whole server. */
  | { readonly grpc: true; readonly service?: string; readonly port?: number }
  /** Passes with exit status 0. The image must contain the program. */
  | { readonly command: readonly string[] };

/** Readiness and liveness by one check, or by one each. The liveness check covers the start-up too, unless `startup` does. */
export type Health =
  Check | { readonly readiness: Check; readonly liveness: Check; readonly startup?: Check };

/**
 * Liveness of a worker, which nothing sends requests to: a command, the age of a file that the process keeps touching (the
 * image must contain `sh`, `date` and `stat`), or none and the reason.
 */
export type WorkerHealth =
  | { readonly command: readonly string[] }
  | { readonly heartbeat: string; readonly maxAgeSeconds: number }
  | { readonly none: true; readonly because: string };

/** What a port speaks. `http2` and `grpc` are HTTP/2 without TLS. Only inside the cluster can `tcp` be reached. */
export const protocols = ["http", "http2", "grpc", "tcp"] as const;
export type Protocol = (typeof protocols)[number];

/** A network that a service may reach: `10.20.0.5/32` is one address. TCP, and the reason. */
export interface Reach {
  readonly cidr: string;
  readonly ports: readonly number[];
  readonly because: string;
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Actions in AWS that the pods of a service may do, as in an IAM policy. */
export interface Permission {
  /** `s3:GetObject`. `*` at the end stands for any letters. */
  readonly actions: readonly string[];
  /** ARNs, in which `*` stands for any text. `*` alone only where AWS knows no narrower resource. */
  readonly resources: readonly string[];
  /** `{ StringEquals: { "s3:prefix": "photos/" } }`. @default none */
  readonly conditions?: Conditions;
}

/**
 * A literal, one literal per size, a field of a bound store, the origin of a host of the system by its first label
 * (`https://www.example.com`), or a text that is composed of a store's fields.
 */
export type EnvironmentValue<D extends string = string> =
  | string
  | { readonly small: string; readonly large: string }
  | { readonly store: D; readonly field: ConnectionField }
  | { readonly origin: string }
  | Template<D>;

/**
 * A connection string: `({ db }) => \`postgresql://${db.username}:${db.password}@${db.host}:${db.port}/${db.database}\``.
 * Secrets stay references, so a field is inserted as it is, and is not a text to work with.
 */
export type Template<D extends string = string> = {
  // a method, so that a system with known names of stores is a `System` too
  compose(stores: Readonly<Record<D, StoreFields>>): string;
}["compose"];

/** A field of a store: of its connection, or `ca`, the path of its certificate authorities. Only TLS has `ca`. */
export type BoundField = ConnectionField | "ca";
export const boundFields = [...connectionFields, "ca"] as const;

export type StoreFields = Readonly<Record<BoundField, string>> & { readonly tls: boolean };

/**
 * A store's name sets the store's own variables (`MEMBERS_HOST`) and the runtime's. `plain` omits the runtime's.
 * `as` gives own variables other names, by field: `as: { host: "MYSQL_HOST" }`.
 */
export type Use<D extends string> =
  | D
  | {
      readonly store: D;
      readonly variables?: "plain";
      readonly as?: Readonly<Partial<Record<BoundField, string>>>;
    };

/** A service that answers requests at a port. */
export interface WebService<S extends string = string, D extends string = string> extends Running<
  S,
  D
> {
  /** @default "web" */
  readonly kind?: "web";
  /** Port of the container and of the Service. */
  readonly port: number;
  /** What it speaks. @default "http" */
  readonly protocol?: Protocol;
  /** Further ports by name: `{ admin: 9001, rpc: { port: 9090, protocol: "grpc" } }`. A number is HTTP. */
  readonly ports?: Readonly<
    Record<string, number | { readonly port: number; readonly protocol: Protocol }>
  >;
  /** Adds the name `<service>-pods`, which resolves to each ready pod: for clients that balance themselves, as gRPC's do. */
  readonly headless?: true;
  /** Keeps a client at its pod, for so many seconds after each answer, by a cookie. A gateway that is no ALB cannot. */
  readonly sticky?: {
    readonly seconds: number;
    /** Cookie of the application that the session lives with. @default one of the load balancer's own */
    readonly cookie?: string;
  };
  readonly health: Health;
  /** Idle timeout of connections to the routes, in seconds. The gateway uses the largest of all services. @default 60 */
  readonly idleSeconds?: number;
}

/** A service that works without a port, as a consumer of a queue does. */
export interface WorkerService<
  S extends string = string,
  D extends string = string,
> extends Running<S, D> {
  readonly kind: "worker";
  readonly health: WorkerHealth;
}

/** Runs at times. */
export interface CronService<S extends string = string, D extends string = string> extends Run<
  S,
  D
> {
  readonly kind: "cron";
  /** Cron syntax: `"30 3 * * 1-5"`, or `"@daily"`. */
  readonly schedule: string;
  /** IANA time zone. @default the environment's */
  readonly timeZone?: string;
  /** A run that is due while the last one works is left out, started beside it, or replaces it. @default "forbid" */
  readonly concurrency?: "forbid" | "allow" | "replace";
  /** Ended runs that are kept with their logs. @default 3 of each */
  readonly history?: { readonly succeeded: number; readonly failed: number };
  /** @default false */
  readonly suspended?: boolean;
  readonly in?: In<Run<S, D> & Pick<CronService, "schedule" | "suspended">>;
}

/**
 * Runs to its end before services change, once per version of them. If it fails, they stay as they are.
 * Its own version is that of the first of them, unless `hanok:versions` has one. A run may be repeated.
 */
export interface JobService<
  S extends string = string,
  D extends string = string,
  R extends string = string,
> extends Run<S, D> {
  readonly kind: "job";
  readonly before: readonly R[];
  readonly in?: In<Run<S, D>>;
}

export interface Volume {
  readonly path: string;
  readonly storage: Quantity;
}

/** A process that keeps running. */
interface Running<S extends string, D extends string> extends Facts<S, D> {
  /** Seconds from the start of the container until it is ready, on a busy node. */
  readonly startupSeconds: number;
  readonly scaling: Scaling<D>;
  /** One claim per pod, mounted at `path`. Its service is a StatefulSet with a fixed number of pods. */
  readonly volume?: Volume;
  /** Path and port that Prometheus scrapes. A worker must name the port. @default none */
  readonly metrics?: { readonly path: string; readonly port?: number };
  readonly in?: In<Facts<S, D> & { readonly scaling: Scaling<D> }>;
}

/** A process that ends. */
interface Run<S extends string, D extends string> extends Facts<S, D> {
  /** Seconds for a run with its repetitions and the start of a node. */
  readonly deadlineSeconds: number;
  /** Repetitions of a failed run. @default 2 */
  readonly retries?: number;
}

interface Facts<S extends string, D extends string> {
  /** Repository without a tag. The environment's registry is the prefix unless the name has a registry host. */
  readonly image: string;
  /** Program, without a shell. Several services may run one image as different processes. @default the image's entry point */
  readonly command?: readonly string[];
  /** Arguments of the program. @default the image's command, or none with `command` */
  readonly args?: readonly string[];
  readonly runtime: Runtime;
  /** Requests. The memory limit defaults to the request. There is no CPU limit (ADR 4). */
  readonly resources: {
    readonly cpu: Quantity;
    readonly memory: Quantity;
    readonly memoryLimit?: Quantity;
  };
  /** Stores that this service is bound to. */
  readonly uses?: readonly Use<D>[];
  /**
   * Services that this one sends requests to. Both NetworkPolicies allow the traffic. A service of another system of the
   * environment is `shop/orders`; its address is `http://orders.shop:8080`.
   */
  readonly callsTo?: readonly (S | `${string}/${string}`)[];
  /** Spring Cloud Config Server that this service reads at start-up, with retries. It starts first. */
  readonly configServer?: S;
  readonly environment?: Readonly<Record<string, EnvironmentValue<D>>>;
  /** Text of read-only files by absolute path, 1 MiB in all. `textFile` reads one. A change rolls the pods. */
  readonly files?: Readonly<Record<string, string>>;
  /** Name of a secret of the environment (`hanok:secrets`) by environment variable. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** @default ["amd64"], the platform's default for a team's own images */
  readonly architectures?: readonly Architecture[] | Assumed<readonly Architecture[]>;
  /** Numeric user and group of the process. @default 10001, assumed */
  readonly user?: number | Assumed<number>;
  /**
   * For an image that runs as root, or needs Linux capabilities of Pod Security `baseline`, and why. The namespace of its
   * system then admits such pods (ADR 38). Its user, if it is not root, gets the capabilities by the program's file.
   */
  readonly privileges?: Privileges & { readonly because: string };
  /** Absolute paths of writable directories. The rest of the file system is read-only. @default ["/tmp"], assumed */
  readonly writable?: readonly string[] | Assumed<readonly string[]>;
  /** Allowed ports on the public internet, and the reason. */
  readonly internet?: { readonly ports: readonly number[]; readonly because: string };
  /** Networks outside the cluster that it may reach beside those, such as a database on the company's premises. */
  readonly reaches?: readonly Reach[];
  /** Permissions of the pods in AWS, through a role of their own. On EKS alone. The way to the APIs is `internet`. */
  readonly permissions?: readonly Permission[];
}

/** Fields that differ where a profile has another need. `environment` is merged by variable. */
type In<F> = { readonly [P in ProfileName]?: Partial<Pick<F, Extract<keyof F, Patched>>> };
type Patched =
  | ("scaling" | "resources" | "environment" | "schedule" | "suspended")
  | ("internet" | "reaches" | "permissions");
