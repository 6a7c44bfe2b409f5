import {
  type Architecture,
  type ConnectionField,
  connectionFields,
  type Quantity,
} from "../platform.ts";

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

/** A service that answers requests at a port. */
interface Web {
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

/** A service that works without a port, as a consumer of a queue does. Nothing can be routed to it or call it. */
interface Worker {
  readonly kind: "worker";
  readonly port?: undefined;
  readonly protocol?: undefined;
  readonly ports?: undefined;
  readonly headless?: undefined;
  readonly sticky?: undefined;
  readonly health: WorkerHealth;
  readonly idleSeconds?: undefined;
}

/** A network that a service may reach: `10.20.0.5/32` is one address. TCP, and the reason. */
export interface Reach {
  readonly cidr: string;
  readonly ports: readonly number[];
  readonly because: string;
}

/** Actions in AWS that the pods of a service may do, as in an IAM policy. */
export interface Permission {
  /** `s3:GetObject`. `*` at the end stands for any letters. */
  readonly actions: readonly string[];
  /** ARNs, in which `*` stands for any text. `*` alone only where AWS knows no narrower resource. */
  readonly resources: readonly string[];
  /** `{ StringEquals: { "s3:prefix": "photos/" } }`. @default none */
  readonly conditions?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A literal, one literal per size, a field of a bound store, or a text that is composed of such fields. */
export type EnvironmentValue<D extends string = string> =
  | string
  | { readonly small: string; readonly large: string }
  | { readonly store: D; readonly field: ConnectionField }
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

/** A service with a volume is a StatefulSet with a fixed number of pods. Any other service may be autoscaled. */
type State =
  | { readonly scaling: Scaling; readonly volume?: undefined }
  | {
      readonly scaling: Fixed;
      /** One claim per pod, mounted at `path`. */
      readonly volume: { readonly path: string; readonly storage: Quantity };
    };

/** Specification of one service. `S` are the names of the system's services, `D` those of its stores. */
export type ServiceSpec<S extends string = string, D extends string = string> =
  WebService<S, D> | WorkerService<S, D>;
export type WebService<S extends string = string, D extends string = string> = Web &
  State &
  ServiceFacts<S, D>;
export type WorkerService<S extends string = string, D extends string = string> = Worker &
  State &
  ServiceFacts<S, D>;

interface ServiceFacts<S extends string, D extends string> {
  /** Repository without a tag. The environment's registry is the prefix unless the name has a registry host. */
  readonly image: string;
  /** Program, without a shell. Several services may run one image as different processes. @default the image's entry point */
  readonly command?: readonly string[];
  /** Arguments of the program. @default the image's command, or none with `command` */
  readonly args?: readonly string[];
  readonly runtime: Runtime;
  /** Seconds from the start of the container until it is ready, on a busy node. */
  readonly startupSeconds: number;
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
  /** Absolute paths of writable directories. The rest of the file system is read-only. @default ["/tmp"], assumed */
  readonly writable?: readonly string[] | Assumed<readonly string[]>;
  /** Allowed ports on the public internet, and the reason. */
  readonly internet?: { readonly ports: readonly number[]; readonly because: string };
  /** Networks outside the cluster that it may reach beside those, such as a database on the company's premises. */
  readonly reaches?: readonly Reach[];
  /** Permissions of the pods in AWS, through a role of their own. On EKS alone. The way to the APIs is `internet`. */
  readonly permissions?: readonly Permission[];
  /** Path and port that Prometheus scrapes. A worker must name the port. @default none */
  readonly metrics?: { readonly path: string; readonly port?: number };
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
