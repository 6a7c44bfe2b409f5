import * as pulumi from "@pulumi/pulumi";
import type { Binding, DataPolicy, ServicePlatform } from "../platform.ts";
import { applyObject, resourceName } from "../workload/apply.ts";
import { claimOptions, keepsTemplate } from "../workload/claims.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import { bindingsOf } from "./bindings.ts";
import { withoutHash } from "../workload/config-map.ts";
import { credentials } from "./credentials.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { generatePasswords, type Passwords, passwordResources } from "./passwords.ts";
import { keepsData } from "./refuse-loss.ts";
import { isServer } from "./store.ts";
import { retirement, storeManifests } from "./stores.ts";

export type { Store } from "./engine.ts";

export interface DataTierArgs {
  /** The system's namespace, name, size and redundancy. */
  readonly platform: ServicePlatform;
  readonly stores: readonly Store[];
  /** `keep` protects servers with data, and their administrators' passwords. */
  readonly data: DataPolicy;
  /**
   * Creates the namespace. Its deletion deletes all objects, because none of them has a finalizer.
   * It depends on the passwords, so that a destroy deletes the data before them.
   * An `up` after an interrupted destroy can therefore still open the data.
   */
  readonly namespace: (after: readonly pulumi.Resource[]) => pulumi.Resource;
}

/** The stores of one system in the cluster, with a user and a database for each client service. */
export class DataTier extends pulumi.ComponentResource {
  readonly namespace: pulumi.Resource;
  /** Bindings by service. They are plain data, known in a preview. */
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
  /** By store, except Vault: the resources on which a client service must depend, which are the server and its users. */
  readonly ready: Readonly<Record<string, readonly pulumi.Resource[]>>;
  /** Secret: the password of each service's user, by service and store. */
  readonly passwords: Readonly<Record<string, Readonly<Record<string, pulumi.Output<string>>>>>;
  private readonly servers: readonly Store<ServerSpec>[];
  private readonly args: DataTierArgs;

  constructor(name: string, args: DataTierArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:DataTier", name, {}, options);
    this.args = args;
    this.bindings = bindingsOf(args.stores, args.platform);
    const servers = args.stores.filter(isServer).map((store) => ({
      store,
      passwords: generatePasswords(`${name}-${store.name}`, store, {
        parent: this,
        data: args.data,
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
        createStore(store, passwords, args, { parent: this, namespace }),
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
      const job = retirement(store, this.args.platform);
      if (job === undefined) continue;
      const dependsOn = [...(this.ready[store.name] ?? []), ...store.users.flatMap(clients)];
      applyObject(
        job,
        { parent: this, deletedWith: this.namespace, dependsOn, deleteBeforeReplace: true },
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

interface StoreParents {
  readonly parent: pulumi.Resource;
  readonly namespace: pulumi.Resource;
}

/** Creates the Secrets and objects of one store, and returns the resources that its clients must wait for. */
function createStore(
  store: Store<ServerSpec>,
  passwords: Passwords,
  { platform, data }: DataTierArgs,
  { parent, namespace }: StoreParents,
): readonly pulumi.Resource[] {
  const object = { parent, deletedWith: namespace, dependsOn: [namespace] };
  const keep = { protect: data === "keep" };
  const { secrets, fingerprint } = credentials(store, { passwords, platform, object, keep });

  const created: pulumi.Resource[] = [...secrets];
  const ready: pulumi.Resource[] = [];
  for (const manifest of storeManifests(store, platform)) {
    const { kind, metadata } = manifest;
    const options = {
      ...object,
      ...(needsAll(manifest) ? { dependsOn: [...created] } : {}),
      ...(kind === "StatefulSet"
        ? {
            ...keepsTemplate,
            ...keepsData(resourceName(manifest), `${platform.system}.stores.${store.name}`),
            protect: data === "keep",
          }
        : {}),
      ...(kind === "PersistentVolumeClaim"
        ? claimOptions(resourceName(manifest), storageKey(platform.system, store))
        : {}),
      // a new run of the Job sets a changed password; the old Job must go first, because the name is the same
      ...(kind === "Job" ? { replacementTrigger: fingerprint, deleteBeforeReplace: true } : {}),
    };
    const isHashed = kind === "Job" || kind === "ConfigMap";
    const stableName = isHashed ? withoutHash(metadata.name) : metadata.name;
    const resource = applyObject(manifest, options, { stableName });
    created.push(resource);
    if (needsAll(manifest)) ready.push(resource);
  }
  return ready;
}

/** Key of a store's size in its system. */
function storageKey(system: string, { name, spec }: Store<ServerSpec>): string {
  return `${system}.stores.${name}.${spec.engine === "valkey" ? "persistence.storage" : "storage"}`;
}

/** Whether an object depends on all earlier ones, as workloads do. The Job is the last. */
function needsAll({ kind }: KubernetesObject): boolean {
  return kind === "StatefulSet" || kind === "Deployment" || kind === "Job";
}
