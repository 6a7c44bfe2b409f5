import { isDeepStrictEqual } from "node:util";
import { ignore } from "./api.ts";
import type { Api, ApiObject } from "./api.ts";
import type { AccountSide } from "./aws/account.ts";
import { serveAccount } from "./aws/gateway-account.ts";
import { albController, gatewayController } from "./gateway-types.ts";
import type {
  BackendService,
  Gateway,
  GatewayClass,
  HttpRoute,
  Network,
  ReferenceGrant,
} from "./gateway-types.ts";
import { classStatus, gatewayStatus, ownClasses, ownGateways, routeStatus } from "./gateways.ts";
import { watch } from "./watch.ts";
import type { Watched } from "./watch.ts";

const group = "/apis/gateway.networking.k8s.io/v1";

/** Milliseconds in which several changes count as one, and before a refused load balancer is retried. */
const pause = { together: 50, again: 2_000 } as const;

/** The Deployment of the AWS Load Balancer Controller in any namespace. */
const albDeployments =
  "/apis/apps/v1/deployments?fieldSelector=metadata.name%3Daws-load-balancer-controller";

interface Deployment extends ApiObject {
  readonly status?: { readonly readyReplicas?: number };
}

/** Updates the status of classes, gateways and routes after every change that affects it. */
export function startGateways(
  api: () => Api,
  account: AccountSide,
  log: (line: string) => void,
): readonly Watched<ApiObject>[] {
  let due: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  const changed = (after: number = pause.together): void => {
    due ??= setTimeout(() => {
      due = undefined;
      // serialized, because two runs at once would create two load balancers
      turn = turn.then(write).catch((error: unknown) => log(String(error)));
    }, after);
  };
  const all = <T extends ApiObject>(path: string): Watched<T> =>
    watch<T>(api, path, () => changed(), log);
  const classes = all<GatewayClass>(`${group}/gatewayclasses`);
  const gateways = all<Gateway>(`${group}/gateways`);
  // the fields that are read here are the same
  const routes = ["httproutes", "grpcroutes"].map((plural) => ({
    path: `${group}/${plural}`,
    found: all<HttpRoute>(`${group}/${plural}`),
  }));
  const grants = all<ReferenceGrant>(`/apis/gateway.networking.k8s.io/v1beta1/referencegrants`);
  const services = all<BackendService>("/api/v1/services");
  const namespaces = all<ApiObject>("/api/v1/namespaces");
  const deployments = all<Deployment>(albDeployments);

  const isAlbRunning = (): boolean =>
    [...deployments.items.values()].some(({ status }) => (status?.readyReplicas ?? 0) > 0);

  const network = (): Network => ({
    region: account.region,
    controllers: [gatewayController, ...(isAlbRunning() ? [albController] : [])],
    balancers: new Map(),
    classes: [...classes.items.values()],
    gateways: [...gateways.items.values()],
    routes: routes.flatMap(({ found }) => [...found.items.values()]),
    services: [...services.items.values()],
    namespaces: [...namespaces.items.values()],
    grants: [...grants.items.values()],
  });

  const put = async (
    path: string,
    object: ApiObject & { status?: unknown },
    status: object,
  ): Promise<void> => {
    const { status: before } = object;
    // compares and sends only our own fields, so that other fields of the status are kept
    const same = Object.entries(status).every(([key, value]) =>
      isDeepStrictEqual(Object.entries(before ?? {}).find(([k]) => k === key)?.[1], value),
    );
    if (same) return;
    const { name, namespace } = object.metadata;
    const [kind] = path.split("/").slice(-1);
    const base = namespace === undefined ? path : `${group}/namespaces/${namespace}/${kind}`;
    await api().patch(`${base}/${name}/status`, "merge", { status }).catch(ignore(404, 409));
  };

  const write = async (): Promise<void> => {
    const found = network();
    const runs = found.controllers.includes(albController);
    const balancers = runs ? await serveAccount(api(), found, account) : found.balancers;
    const seen = { ...found, balancers };
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    for (const item of ownClasses(seen))
      await put(`${group}/gatewayclasses`, item, classStatus(item, now));
    for (const item of ownGateways(seen)) {
      await put(`${group}/gateways`, item, gatewayStatus(item, seen, now));
    }
    for (const { path, found: own } of routes)
      for (const item of own.items.values()) {
        const status = routeStatus(item, seen, now);
        if (status.parents.length > 0 || item.status) await put(path, item, status);
      }
    if ([...balancers.values()].some(({ kind }) => kind === "refused")) changed(pause.again);
  };
  const ofRoutes = routes.map((one) => one.found);
  return [classes, gateways, ...ofRoutes, grants, services, namespaces, deployments];
}
