import { ignore } from "../api.ts";
import type { Api, ApiObject } from "../api.ts";
import { backendsOf } from "../gateways.ts";
import {
  albController,
  albFinalizers,
  type Balancer,
  type Gateway,
  type GatewayClass,
  keyOf,
  type Network,
} from "../gateway-types.ts";
import { eksTypes } from "../../cloud/services/eks/types.ts";
import type { AccountSide } from "./account.ts";
import { readSettings } from "./balancer-settings.ts";
import type { LoadBalancers } from "./load-balancers.ts";

const group = "/apis/gateway.networking.k8s.io/v1";

/** Loads the simulated AWS for the first gateway of an EKS cluster, because its tables are large. */
async function loadBalancersOf({
  store,
  region,
  home,
}: AccountSide): Promise<LoadBalancers | undefined> {
  const [cluster] = store.list(region, eksTypes.cluster);
  if (cluster === undefined) return undefined;
  const [{ Resources }, { LoadBalancers: Made }, { defaultAccount }] = await Promise.all([
    import("../../cloud/resources.ts"),
    import("./load-balancers.ts"),
    import("../../cloud/caller.ts"),
  ]);
  return new Made(new Resources({ home, account: defaultAccount, region }), cluster);
}

/**
 * Acts as the AWS Load Balancer Controller: manages the load balancers of its gateways, and the finalizers that keep a
 * gateway until its load balancer is deleted.
 * @returns load balancers by the key of their gateway
 */
export async function serveAccount(
  api: Api,
  network: Network,
  account: AccountSide,
): Promise<ReadonlyMap<string, Balancer>> {
  const classes = network.classes.filter(({ spec }) => spec.controllerName === albController);
  const byName = new Map(classes.map((one) => [one.metadata.name, one]));
  const gateways = network.gateways.filter(
    (one) => byName.has(one.spec.gatewayClassName) || isHeld(one),
  );
  const made = new Map<string, Balancer>();
  // without any gateway as well, because an unused class loses its finalizer
  for (const one of classes) await holdClass(api, one, gateways);
  const balancers = gateways.length === 0 ? undefined : await loadBalancersOf(account);
  if (balancers === undefined) return made;
  for (const gateway of gateways) {
    const path = `${group}/namespaces/${gateway.metadata.namespace}/gateways`;
    if (gateway.metadata.deletionTimestamp !== undefined) {
      if (!isHeld(gateway)) continue;
      balancers.remove(gateway);
      await setFinalizer(api, path, gateway, albFinalizers.gateway, false);
      continue;
    }
    await setFinalizer(api, path, gateway, albFinalizers.gateway, true);
    made.set(
      keyOf(gateway),
      await readSettings(api, gateway, byName.get(gateway.spec.gatewayClassName)).then(
        (settings) => balancers.ensure(gateway, settings, backendsOf(gateway, network)),
        (error: Error): Balancer => ({ kind: "refused", message: error.message }),
      ),
    );
  }
  return made;
}

const isHeld = ({ metadata }: Gateway): boolean =>
  metadata.finalizers?.includes(albFinalizers.gateway) ?? false;

/** Keeps a GatewayClass while a gateway uses it. */
async function holdClass(api: Api, of: GatewayClass, gateways: readonly Gateway[]): Promise<void> {
  const used = gateways.some(({ spec }) => spec.gatewayClassName === of.metadata.name);
  await setFinalizer(api, `${group}/gatewayclasses`, of, albFinalizers.gatewayClass, used);
}

async function setFinalizer(
  api: Api,
  path: string,
  { metadata }: ApiObject & { readonly metadata: { readonly finalizers?: readonly string[] } },
  finalizer: string,
  wanted: boolean,
): Promise<void> {
  const present = metadata.finalizers ?? [];
  if (present.includes(finalizer) === wanted) return;
  if (wanted && metadata.deletionTimestamp !== undefined) return;
  const finalizers = wanted ? [...present, finalizer] : present.filter((one) => one !== finalizer);
  const { name, resourceVersion } = metadata;
  await api
    .patch(`${path}/${name}`, "merge", { metadata: { finalizers, resourceVersion } })
    .catch(ignore(404, 409));
}
