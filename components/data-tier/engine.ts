import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Quantity, Redundancy } from "../platform.ts";
import type { Managed } from "./managed-engine.ts";
import type { Provisioning, ServerContext } from "./spec.ts";

export type { Provisioning, ServerContext, ServerSpec, Store, StoreUser } from "./spec.ts";

/** A check by the engine's own client inside the container. Exit status 0 means success. */
export interface Probe {
  readonly command: readonly string[];
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

/** The parts of a server's container that differ between engines. */
export interface Server {
  /** @default the image's entry point */
  readonly command?: readonly string[];
  /** @default the image's command */
  readonly args?: readonly string[];
  readonly env?: readonly IEnvVar[];
  /** Requests. The memory limit equals the request, so that node pressure does not evict the store. */
  readonly resources: { readonly cpu: Quantity; readonly memory: Quantity };
  /** Mount of the claim. `subPath` keeps the file system's `lost+found` out of the data directory. */
  readonly data?: { readonly path: string; readonly subPath?: string };
  /** Scratch directories by path, on disk or in memory. The memory counts towards the container's limit. */
  readonly writable: Readonly<Record<string, { readonly memory: Quantity } | "disk">>;
  /** Read-only configuration files by name, mounted as single files in `directory`. */
  readonly files?: {
    readonly directory: string;
    readonly content: Readonly<Record<string, string>>;
  };
  /** Secrets mounted as directories. */
  readonly secretFiles?: readonly SecretFiles[];
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** A Secret mounted as a directory. A running pod sees a new value after about a minute. */
export interface SecretFiles {
  readonly secret: string;
  readonly directory: string;
}

/** Where a server's metrics are, in the form of Prometheus: its own port, or that of a program beside it. */
export interface Metrics {
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** Query of a scrape. @default none */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly exporter?: {
    /** `repo:tag`, a key of images.lock.json. */
    readonly image: string;
    readonly env: readonly IEnvVar[];
  };
}

/** The form of an engine that runs in the cluster. */
export interface InCluster {
  /** Estimated seconds until a server with data is ready. The sandbox simulates this time. */
  readonly startupSeconds: number;
  /** Maximum duration of a clean shutdown under load, in seconds. */
  readonly terminationGracePeriodSeconds: number;
  readonly members: (redundancy: Redundancy) => number;
  /** Whether members communicate with each other, on the same port. @default false */
  readonly clustered?: boolean;
  readonly storage: Quantity | undefined;
  /** Field of the store's spec with the size of its volume. @default "storage" */
  readonly storageField?: string;
  /** Limit of the ephemeral storage, for logs and scratch files on disk. */
  readonly ephemeralStorage: Quantity;
  readonly server: (context: ServerContext) => Server;
  /** Served where the environment has monitoring. @default none */
  readonly metrics?: Metrics;
  /** Secrets of the server beside its administrator's. @default none */
  readonly secrets?: (store: string) => readonly ServerSecret[];
}

/** Passwords of one store in plain text, as the content of a Secret is computed from them. */
export interface PlainPasswords {
  readonly root: string;
  /** Password by login. */
  readonly users: Readonly<Record<string, string>>;
  /** Key with which members authenticate to each other, if the engine has one. */
  readonly memberKey: string;
}

/** A Secret of a server. */
export interface ServerSecret {
  readonly name: string;
  /** Whether the server's data depend on it. */
  readonly kept: boolean;
  readonly values: Readonly<Record<string, (passwords: PlainPasswords) => string>>;
}

/** Definition of one engine, in both of its forms. */
export interface Engine {
  /** `repo:tag`, a key of images.lock.json. It has the server and its clients. */
  readonly image: string;
  /** Port for clients in the cluster. */
  readonly port: number;
  /**
   * Databases of the services: `each` has its own, all share `one` with the system's name, or the engine names `none`.
   * @default "each"
   */
  readonly databases?: "each" | "one" | "none";
  /** Why clients need no user and no password. @default they need both */
  readonly passwordless?: string;
  /** Name of the replica set, if the engine has one. */
  readonly replicaSet?: string;
  /** Length of the key with which members authenticate to each other. @default none */
  readonly memberKeyLength?: number;
  readonly provisioning: Provisioning;
  readonly inCluster: InCluster;
  readonly managed: Managed;
}

/** An environment variable whose value is a key of a Secret. */
export function fromSecret(name: string, secret: string, key: string): IEnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
