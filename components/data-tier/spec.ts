import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Peer, ServicePlatform, StoreSpec } from "../platform.ts";
import type { StoreOptions } from "./options.ts";

/** Specification of a store that runs as a server of the system. `vault` belongs to the platform. */
export type ServerSpec = Exclude<StoreSpec, { readonly engine: "vault" }>;

/** A store of a system, and its client services. */
export interface Store<S extends StoreSpec = StoreSpec> {
  /** DNS label; also the name of the Service and the workload. */
  readonly name: string;
  readonly spec: S;
  /** Names of the services, in any order. */
  readonly users: readonly string[];
  /** Further pods that read it, as a user of a service: KEDA. @default none */
  readonly readers?: readonly Peer[];
  /** Generation of the users' passwords (`hanok:rotations`). @default 1 */
  readonly generation?: number;
  /** Exceptions from the environment's strategies. @default none */
  readonly options?: StoreOptions;
}

/** A service's user in a store. */
export interface StoreUser {
  readonly service: string;
  /** Name of the user: that of the service, and from the second generation on `<service>_<generation>`. */
  readonly login: string;
  /** Database, or virtual host for RabbitMQ. Valkey does not use it. */
  readonly database: string;
  /** Whose database it is, and what the user may do there, unless it is the service's own. */
  readonly shares?: { readonly of: string; readonly readOnly: boolean };
  /** Secret with the keys `username` and `password`. */
  readonly secret: string;
}

/** Input of an engine when it plans the server of one store. */
export interface ServerContext {
  readonly engine: ServerSpec["engine"];
  readonly name: string;
  readonly members: number;
  readonly users: readonly StoreUser[];
  readonly readers?: readonly Peer[];
  readonly platform: ServicePlatform;
}

/** Command of the provisioning Job: a file of `provisioning/scripts/`, run in the server's own image. */
export interface Provisioning {
  /** File name in `provisioning/scripts/`. */
  readonly script: string;
  /** Command before the script's path, such as `["bash"]`. */
  readonly interpreter: readonly string[];
  /** Ports of the store that the Job connects to. @default the engine's port */
  readonly ports?: readonly number[];
  /** Variables in addition to STORE_HOST, STORE_PORT, ROOT_PASSWORD and those of the users. */
  readonly env?: (context: ServerContext) => readonly IEnvVar[];
}
