import type { Store } from "../../../components/data-tier/engine.ts";
import { storeManifests } from "../../../components/data-tier/in-cluster/manifests.ts";
import type { ServicePlatform } from "../../../components/platform.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { platform } from "../../support/fixtures.ts";

/** One store of each engine, and one Valkey of each kind. */
export const stores: readonly Store[] = [
  {
    name: "books",
    spec: { engine: "mariadb", storage: "10Gi", databases: { web: "shop" } },
    users: ["web", "back-office"],
  },
  { name: "chats", spec: { engine: "mysql", storage: "10Gi" }, users: ["web"] },
  { name: "reviews", spec: { engine: "mongodb", storage: "20Gi" }, users: ["web"] },
  {
    name: "carts",
    spec: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
    users: ["web"],
  },
  {
    name: "tokens",
    spec: { engine: "valkey", memory: "64Mi", persistence: { kind: "persistent", storage: "2Gi" } },
    users: ["web"],
  },
  { name: "events", spec: { engine: "rabbitmq", storage: "8Gi" }, users: ["web", "mailer"] },
  { name: "recipes", spec: { engine: "vector", storage: "20Gi" }, users: ["ai-recipe"] },
];

/** The store with this name. */
export function storeOf(name: string): Store {
  const store = stores.find((one) => one.name === name);
  if (store === undefined) throw new Error(`no store ${name}`);
  return store;
}

/** The objects of one kind of a store. */
export function objectsOf<K extends KubernetesObject["kind"]>(
  store: string | Store,
  kind: K,
  on: ServicePlatform = platform,
): Extract<KubernetesObject, { kind: K }>[] {
  const isKind = (object: KubernetesObject): object is Extract<KubernetesObject, { kind: K }> =>
    object.kind === kind;
  return storeManifests(typeof store === "string" ? storeOf(store) : store, on).filter(isKind);
}

/** The only object of a kind of a store. */
export function objectOf<K extends KubernetesObject["kind"]>(
  store: string | Store,
  kind: K,
  on: ServicePlatform = platform,
): Extract<KubernetesObject, { kind: K }> {
  const [first, ...others] = objectsOf(store, kind, on);
  if (first === undefined || others.length > 0) throw new Error(`not one ${kind}`);
  return first;
}

/** Every workload of every store, its Job included. */
export function workloads(on: ServicePlatform = platform) {
  return stores.flatMap((store) => [
    ...objectsOf(store, "StatefulSet", on),
    ...objectsOf(store, "Deployment", on),
    ...objectsOf(store, "Job", on),
  ]);
}

/** The pod of a workload. */
export function podOf(workload: ReturnType<typeof workloads>[number]) {
  const { metadata, spec } = workload.spec?.template ?? {};
  const [container] = spec?.containers ?? [];
  if (spec === undefined || container === undefined)
    throw new Error(`${workload.metadata.name} has no pod`);
  return { metadata, spec, container };
}
