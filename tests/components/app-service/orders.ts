import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { manifests } from "../../../components/app-service/manifests.ts";
import type { ResolvedService } from "../../../components/app-service/resolve-service.ts";
import type { WebService } from "../../../components/app-service/service.ts";
import type { ServiceSpec } from "../../../components/app-service/service-spec.ts";
import type { SiteRoute } from "../../../components/check/site.ts";
import type { Binding, ServicePlatform } from "../../../components/platform.ts";
import { leastService, platform } from "../../support/fixtures.ts";

export const selector = { "app.kubernetes.io/name": "orders", "app.kubernetes.io/part-of": "shop" };
export const labels = { ...selector, "app.kubernetes.io/managed-by": "hanok" };
export const versioned = { ...labels, "app.kubernetes.io/version": "0.9.0" };

/** A service without callers and calls. */
export const nothing = { routes: [], internalRoutes: [], callers: [], calls: [] } as const;

/** Routes of the fixtures' hosts. */
export const at = (...paths: readonly string[]): SiteRoute[] =>
  paths.map((path) => ({ path, labels: ["shop"] }));
export const inside = (...paths: readonly string[]): SiteRoute[] =>
  paths.map((path) => ({ path, labels: ["admin"] }));

/** The service `orders`, with overrides for one test. */
export function orders(
  spec: Partial<WebService> = {},
  more: Partial<ResolvedService> = {},
): ResolvedService {
  const { scaling, volume, ...facts } = spec;
  const state: Pick<ServiceSpec, "scaling"> = { scaling: scaling ?? leastService.scaling };
  const whole: ServiceSpec =
    volume && scaling?.kind === "fixed"
      ? { ...leastService, ...facts, scaling, volume }
      : { ...leastService, ...facts, ...state };
  return { name: "orders", spec: whole, ...nothing, ...more };
}

/** Its Deployment or StatefulSet. */
export function workload(
  service: ResolvedService,
  bindings: readonly Binding[] = [],
  on: ServicePlatform = platform,
): IDeployment | IStatefulSet {
  const found = manifests(service, bindings, on).find(
    (object) => object.kind === "Deployment" || object.kind === "StatefulSet",
  );
  if (found?.kind !== "Deployment" && found?.kind !== "StatefulSet") throw new Error("no workload");
  return found;
}

/** Its pod. */
export const pod = (...args: Parameters<typeof workload>) => workload(...args).spec?.template.spec;
