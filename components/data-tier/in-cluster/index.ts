import type * as pulumi from "@pulumi/pulumi";
import type { Binding, ServicePlatform } from "../../platform.ts";
import { applyObject, resourceName } from "../../workload/apply.ts";
import { claimOptions, keepsTemplate } from "../../workload/claims.ts";
import { withoutHash } from "../../workload/config-map.ts";
import type { KubernetesObject } from "../../workload/objects.ts";
import type { Backend, StoreContext } from "../backend.ts";
import type { ServerSpec, Store, StoreUser } from "../engine.ts";
import { engineOf } from "../engines/index.ts";
import { credentials } from "./credentials.ts";
import { retirement, storeManifests } from "./manifests.ts";
import { podsOf } from "./network.ts";
import { keepsData } from "./refuse-loss.ts";

/** Stores as pods in the system's namespace. */
export const inCluster: Backend = {
  makes: ({ spec }) => ({ root: true, memberKeyLength: engineOf(spec).memberKeyLength }),
  binding,
  create,
  retirement,
};

function binding(
  { name, spec }: Store<ServerSpec>,
  { database, secret }: StoreUser,
  { system }: ServicePlatform,
): Binding {
  const { port, databases, replicaSet, passwordless } = engineOf(spec);
  return {
    store: name,
    engine: spec.engine,
    connection: {
      host: { value: name },
      port: { value: `${port}` },
      ...(databases === "none" ? {} : { database: { value: database } }),
      ...(passwordless === undefined
        ? { username: { secret, key: "username" }, password: { secret, key: "password" } }
        : {}),
    },
    // traffic stays inside one namespace, between pods that a NetworkPolicy allows
    transport: { tls: false },
    egress: { peers: [podsOf(system, name)], port },
    ...(replicaSet === undefined ? {} : { replicaSet }),
  };
}

function create({ store, passwords, platform, data, parent, namespace }: StoreContext) {
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
      ...(kind === "Job" ? { replacementTrigger: fingerprint } : {}),
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
  const { storageField = "storage" } = engineOf(spec).inCluster;
  return `${system}.stores.${name}.${storageField}`;
}

/** Whether an object depends on all earlier ones, as workloads do. The Job is the last. */
function needsAll({ kind }: KubernetesObject): boolean {
  return kind === "StatefulSet" || kind === "Deployment" || kind === "Job";
}
