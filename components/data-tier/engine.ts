import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Quantity, Redundancy, ServicePlatform, StoreSpec } from "../platform.ts";

/** A store that is a server of the system; `vault` is the platform's. */
export type ServerSpec = Exclude<StoreSpec, { readonly engine: "vault" }>;

/** A store of a system, and the services that use it. */
export interface Store<S extends StoreSpec = StoreSpec> {
  /** DNS label; names the Service and the workload. */
  readonly name: string;
  readonly spec: S;
  /** Names of the services, in any order. */
  readonly users: readonly string[];
}

/** One service's own user of a store. */
export interface StoreUser {
  /** The service, and its name as a user. */
  readonly service: string;
  /** Database, or virtual host of RabbitMQ; Valkey has none. */
  readonly database: string;
  /** Secret with the keys `username` and `password`. */
  readonly secret: string;
}

/** What an engine knows when it plans one store's server. */
export interface ServerContext {
  readonly engine: ServerSpec["engine"];
  readonly name: string;
  readonly members: number;
  readonly users: readonly StoreUser[];
  readonly platform: ServicePlatform;
}

/** A question that the engine's own client asks inside the container; exit status 0 is yes. */
export interface Probe {
  readonly command: readonly string[];
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

/** The server's container, as far as engines differ. */
export interface Server {
  /** @default the image's entry point */
  readonly command?: readonly string[];
  /** @default the image's command */
  readonly args?: readonly string[];
  readonly env?: readonly IEnvVar[];
  /** Requests; the memory limit equals the request, so that a store is never evicted for what it was promised. */
  readonly resources: { readonly cpu: Quantity; readonly memory: Quantity };
  /** Where the claim is mounted; `subPath` where a data directory must not hold the file system's `lost+found`. */
  readonly data?: { readonly path: string; readonly subPath?: string };
  /** Folders for scratch files: an emptyDir each, or memory of the size given, which counts to the memory limit. */
  readonly writable: Readonly<Record<string, { readonly memory: Quantity } | "disk">>;
  /** Read-only configuration files by name, mounted as single files in `directory`. */
  readonly files?: {
    readonly directory: string;
    readonly content: Readonly<Record<string, string>>;
  };
  /** Files of a Secret. */
  readonly secretFiles?: readonly SecretFiles[];
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** A Secret mounted as a folder. A running pod sees a new value after about a minute. */
export interface SecretFiles {
  readonly secret: string;
  readonly directory: string;
}

/** What the provisioning Job runs: a script of `scripts/`, in the server's own image. */
export interface Provisioning {
  /** File name in `scripts/`. */
  readonly script: string;
  /** Before the script's path: `["bash"]`. */
  readonly interpreter: readonly string[];
  /** Ports of the store that it needs. @default the engine's */
  readonly ports?: readonly number[];
  /** Beside STORE_HOST, STORE_PORT, ROOT_PASSWORD and the users'. */
  readonly env?: (context: ServerContext) => readonly IEnvVar[];
}

/** Everything that is known of one engine. */
export interface Engine {
  /** `repo:tag`, a key of images.lock.json. */
  readonly image: string;
  /** Port that services use. */
  readonly port: number;
  /** Seconds until a server with data is ready, estimated; the sandbox rehearses it. */
  readonly startupSeconds: number;
  /** Seconds that a clean shutdown may take under load. */
  readonly terminationGracePeriodSeconds: number;
  readonly members: (redundancy: Redundancy) => number;
  /** Whether members talk to each other, on the same port. @default false */
  readonly clustered?: boolean;
  readonly storage: Quantity | undefined;
  /** Size of the ephemeral storage that it may fill: logs, and scratch files on disk. */
  readonly ephemeralStorage: Quantity;
  readonly server: (context: ServerContext) => Server;
  readonly provisioning: Provisioning;
}

/** An environment variable from a key of a Secret. */
export function fromSecret(name: string, secret: string, key: string): IEnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
