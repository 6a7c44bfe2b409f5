import * as pulumi from "@pulumi/pulumi";
import type { Binding, DataPolicy, ServicePlatform } from "../platform.ts";
import { applyObject } from "../workload/apply.ts";
import { withoutHash } from "../workload/config-map.ts";
import type { Backend } from "./backend.ts";
import { bindingsOf } from "./bindings.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { inCluster } from "./in-cluster/index.ts";
import { generatePasswords, type Passwords, passwordResources } from "./passwords.ts";
import { isServer } from "./store.ts";

export type { Backend } from "./backend.ts";
export type { Store } from "./engine.ts";

export interface DataTierArgs {
  /** The system's namespace, name, size and redundancy. */
  readonly platform: ServicePlatform;
  readonly stores: readonly Store[];
  /** `keep` protects servers with data, and their administrators' passwords. */
  readonly data: DataPolicy;
  /** Where the stores run that are services of AWS. @default every store runs in the cluster */
  readonly managed?: Backend;
  /**
   * Creates the namespace. Its deletion deletes all objects, because none of them has a finalizer.
   * It depends on the passwords, so that a destroy deletes the data before them.
   * An `up` after an interrupted destroy can therefore still open the data.
   */
  readonly namespace: (after: readonly pulumi.Resource[]) => pulumi.Resource;
}

/** The stores of one system, in the cluster or as services of AWS, with a user and a database for each client service. */
export class DataTier extends pulumi.ComponentResource {
  readonly namespace: pulumi.Resource;
  /** Bindings by service. They are plain data, known in a preview. */
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
  /** By store, except Vault: the resources on which a client service must depend, which are the server and its users. */
  readonly ready: Readonly<Record<string, readonly pulumi.Resource[]>>;
  /** Secret: the password of each service's user, by service and store. */
  readonly passwords: Readonly<Record<string, Readonly<Record<string, pulumi.Output<string>>>>>;
  private readonly servers: readonly Store<ServerSpec>[];
  private readonly platform: ServicePlatform;
  readonly #backendOf: (store: Store<ServerSpec>) => Backend;

  constructor(name: string, args: DataTierArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:DataTier", name, {}, options);
    const { platform, data, managed } = args;
    const backendOf = ({ options }: Store): Backend =>
      managed !== undefined && options?.runs === "managed" ? managed : inCluster;
    this.#backendOf = backendOf;
    this.platform = platform;
    this.bindings = bindingsOf(args.stores, platform, backendOf);
    const servers = args.stores.filter(isServer).map((store) => ({
      store,
      passwords: generatePasswords(`${name}-${store.name}`, store, {
        parent: this,
        data,
        makes: backendOf(store).makes(store),
      }),
    }));
    this.servers = servers.map(({ store }) => store);
    this.passwords = passwordsByService(servers);
    const namespace = args.namespace(
      servers.flatMap(({ passwords }) => passwordResources(passwords)),
    );
    this.namespace = namespace;
    this.ready = Object.fromEntries(
      servers.map(({ store, passwords }) => [
        store.name,
        backendOf(store).create({ store, passwords, platform, data, parent: this, namespace }),
      ]),
    );
    this.registerOutputs();
  }

  /**
   * Creates the Jobs that remove the users of earlier generations.
   * @param clients the resources of a service; afterwards none of its pods has an earlier password
   */
  retireUsers(clients: (service: string) => readonly pulumi.Resource[]): void {
    for (const store of this.servers) {
      const job = this.#backendOf(store).retirement(store, this.platform);
      if (job === undefined) continue;
      const dependsOn = [...(this.ready[store.name] ?? []), ...store.users.flatMap(clients)];
      applyObject(
        job,
        { parent: this, deletedWith: this.namespace, dependsOn },
        { stableName: withoutHash(job.metadata.name) },
      );
    }
  }
}

interface Server {
  readonly store: Store<ServerSpec>;
  readonly passwords: Passwords;
}

function passwordsByService(servers: readonly Server[]): DataTier["passwords"] {
  const byService: Record<string, Record<string, pulumi.Output<string>>> = {};
  for (const { store, passwords } of servers)
    for (const [service, { result }] of Object.entries(passwords.users))
      byService[service] = { ...byService[service], [store.name]: result };
  return byService;
}
