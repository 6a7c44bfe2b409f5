import * as pulumi from "@pulumi/pulumi";
import type { Binding, DataPolicy, ServicePlatform } from "../platform.ts";
import { applyObject } from "../workload/apply.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import { bindingsOf } from "./bindings.ts";
import { withoutHash } from "./config-map.ts";
import { credentials } from "./credentials.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { generatePasswords, type Passwords, passwordsIn } from "./passwords.ts";
import { isServer } from "./store.ts";
import { storeManifests } from "./stores.ts";

export type { Store } from "./engine.ts";

export interface DataTierArgs {
  /** The system's namespace, name, size and redundancy. */
  readonly platform: ServicePlatform;
  readonly stores: readonly Store[];
  /** `keep` protects the servers that hold data, and their administrators' passwords. */
  readonly data: DataPolicy;
  /**
   * Makes the namespace, with which all objects go: none of them has a finalizer. It comes after the passwords, so that a
   * destroy takes the data first, and an `up` after an interrupted one still has what opens it.
   */
  readonly namespace: (after: readonly pulumi.Resource[]) => pulumi.Resource;
}

/** The stores of one system in the cluster, with a user and a database for each service that uses one. */
export class DataTier extends pulumi.ComponentResource {
  readonly namespace: pulumi.Resource;
  /** What each service needs to reach its stores. Pure data: known in a preview. */
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
  /** By store that is a server, what must be there before a service that uses it starts: the server, and its users. */
  readonly ready: Readonly<Record<string, readonly pulumi.Resource[]>>;

  constructor(name: string, args: DataTierArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:DataTier", name, {}, options);
    this.bindings = bindingsOf(args.stores, args.platform);
    const servers = args.stores.filter(isServer).map((store) => ({
      store,
      passwords: generatePasswords(`${name}-${store.name}`, store, {
        parent: this,
        data: args.data,
      }),
    }));
    const namespace = args.namespace(servers.flatMap(({ passwords }) => passwordsIn(passwords)));
    this.namespace = namespace;
    this.ready = Object.fromEntries(
      servers.map(({ store, passwords }) => [
        store.name,
        createStore(store, passwords, args, { parent: this, namespace }),
      ]),
    );
    this.registerOutputs();
  }
}

interface Place {
  readonly parent: pulumi.Resource;
  readonly namespace: pulumi.Resource;
}

/** Makes the Secrets and objects of one store, and returns what a service waits for. */
function createStore(
  store: Store<ServerSpec>,
  passwords: Passwords,
  { platform, data }: DataTierArgs,
  { parent, namespace }: Place,
): readonly pulumi.Resource[] {
  const object = { parent, deletedWith: namespace, dependsOn: [namespace] };
  const keep = { protect: data === "keep" };
  const { secrets, fingerprint } = credentials(store, { passwords, platform, object, keep });

  const made: pulumi.Resource[] = [...secrets];
  const ready: pulumi.Resource[] = [];
  for (const manifest of storeManifests(store, platform)) {
    const { kind, metadata } = manifest;
    const options = {
      ...object,
      ...(needsAll(manifest) ? { dependsOn: [...made] } : {}),
      ...(kind === "StatefulSet" ? { protect: data === "keep" } : {}),
      // a changed password is set by a new run of the same Job, which has to go first: its name is the same
      ...(kind === "Job" ? { replacementTrigger: fingerprint, deleteBeforeReplace: true } : {}),
    };
    const isHashed = kind === "Job" || kind === "ConfigMap";
    const named = isHashed ? withoutHash(metadata.name) : metadata.name;
    const resource = applyObject(manifest, options, named);
    made.push(resource);
    if (needsAll(manifest)) ready.push(resource);
  }
  return ready;
}

/** Workloads come after everything that was made before them; the Job is the last. */
function needsAll({ kind }: KubernetesObject): boolean {
  return kind === "StatefulSet" || kind === "Deployment" || kind === "Job";
}
