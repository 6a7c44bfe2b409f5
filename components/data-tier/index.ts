import * as pulumi from "@pulumi/pulumi";
import type { Binding, DataPolicy, ServicePlatform } from "../platform.ts";
import { applyObject } from "../workload/apply.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import { bindingsOf } from "./bindings.ts";
import { withoutHash } from "./config-map.ts";
import { credentials } from "./credentials.ts";
import type { ServerSpec, Store } from "./engine.ts";
import { isServer } from "./store.ts";
import { storeManifests } from "./stores.ts";

export type { Store } from "./engine.ts";

export interface DataTierArgs {
  /** The system's namespace, name, size and redundancy. */
  readonly platform: ServicePlatform;
  readonly stores: readonly Store[];
  /** `keep` protects the servers that hold data, and their administrators' passwords. */
  readonly data: DataPolicy;
  /** Resource with which all objects go, the namespace: none of them has a finalizer. @default none */
  readonly deletedWith?: pulumi.Resource;
}

/** The stores of one system in the cluster, with a user and a database for each service that uses one. */
export class DataTier extends pulumi.ComponentResource {
  /** What each service needs to reach its stores. Pure data: known in a preview. */
  readonly bindings: Readonly<Record<string, readonly Binding[]>>;
  /** By store, what must be there before a service that uses it starts: the server, and its users. */
  readonly ready: Readonly<Record<string, readonly pulumi.Resource[]>>;

  constructor(name: string, args: DataTierArgs, options?: pulumi.ComponentResourceOptions) {
    super("hanok:index:DataTier", name, {}, options);
    this.bindings = bindingsOf(args.stores, args.platform);
    this.ready = Object.fromEntries(
      args.stores.map((store) => [
        store.name,
        isServer(store) ? createStore(`${name}-${store.name}`, store, args, this) : [],
      ]),
    );
    this.registerOutputs();
  }
}

/** Makes the Secrets and objects of one store, and returns what a service waits for. */
function createStore(
  name: string,
  store: Store<ServerSpec>,
  { platform, data, deletedWith }: DataTierArgs,
  parent: pulumi.Resource,
): readonly pulumi.Resource[] {
  const object = {
    parent,
    ...(deletedWith === undefined ? {} : { deletedWith, dependsOn: [deletedWith] }),
  };
  const keep = { parent, protect: data === "keep" };
  const { secrets, fingerprint } = credentials(store, {
    name,
    platform,
    object,
    keep,
    other: { parent },
  });

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
