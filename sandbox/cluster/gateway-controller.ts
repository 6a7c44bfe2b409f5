import { isDeepStrictEqual } from "node:util";
import { ignore } from "./api.ts";
import type { Api, ApiObject } from "./api.ts";
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

/** Gives classes, gateways and routes their status, anew after each change of anything that it follows from. */
export function startGateways(
  api: () => Api,
  region: string,
  log: (line: string) => void,
): readonly Watched<ApiObject>[] {
  let due: NodeJS.Timeout | undefined;
  const changed = (): void => {
    // many changes come together: they are answered once
    due ??= setTimeout(() => {
      due = undefined;
      write().catch((error: unknown) => log(String(error)));
    }, 50);
  };
  const all = <T extends ApiObject>(path: string): Watched<T> => watch<T>(api, path, changed, log);
  const classes = all<GatewayClass>(`${group}/gatewayclasses`);
  const gateways = all<Gateway>(`${group}/gateways`);
  const routes = all<HttpRoute>(`${group}/httproutes`);
  const grants = all<ReferenceGrant>(`/apis/gateway.networking.k8s.io/v1beta1/referencegrants`);
  const services = all<BackendService>("/api/v1/services");
  const namespaces = all<ApiObject>("/api/v1/namespaces");

  const network = (): Network => ({
    region,
    classes: [...classes.items.values()],
    gateways: [...gateways.items.values()],
    routes: [...routes.items.values()],
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
    // what others wrote into the status stays: only our own fields are compared and sent
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
    const seen = network();
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    for (const item of ownClasses(seen))
      await put(`${group}/gatewayclasses`, item, classStatus(item, now));
    for (const item of ownGateways(seen)) {
      await put(`${group}/gateways`, item, gatewayStatus(item, seen, now));
    }
    for (const item of seen.routes) {
      const status = routeStatus(item, seen, now);
      if (status.parents.length > 0 || item.status) await put(`${group}/httproutes`, item, status);
    }
  };
  return [classes, gateways, routes, grants, services, namespaces];
}
