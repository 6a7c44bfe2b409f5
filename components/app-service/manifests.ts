import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { Binding, ServicePlatform, SystemGateway } from "../platform.ts";
import { disruptionBudget, type Identity } from "../workload/availability.ts";
import { claimsOf } from "../workload/claims.ts";
import { labelsOf, selectorOf } from "../workload/labels.ts";
import type { KubernetesObject, Named } from "../workload/objects.ts";
import { routeObjects } from "../workload/routes.ts";
import { scalersOf } from "./autoscaler.ts";
import { fileObjects } from "./files.ts";
import {
  backendOf,
  clusterService,
  containerPorts,
  internalRouteOf,
  planOf,
  podsService,
  routedPortsOf,
  routedService,
  targetGroups,
} from "./network.ts";
import type { ResolvedService } from "./resolve-service.ts";
import { isTask } from "./service-spec.ts";
import { taskOf } from "./task.ts";
import { traffic } from "./traffic.ts";
import { proxyObjects } from "./vault-proxy.ts";
import { workloadOf } from "./workload.ts";

/**
 * Returns every object of one service: policies and names, the workload, then the objects that act on it.
 * Pure: the same arguments give the same list.
 * @throws Error if the environment has no version of the service, two stores set the same variable,
 * or `environment` names a field that no binding has
 */
export function manifests(
  service: ResolvedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): readonly KubernetesObject[] {
  const { name, spec, routes, internalRoutes } = service;
  const { namespace, system, gateway, internalGateway } = platform;
  const identity: Identity = {
    name,
    namespace,
    labels: labelsOf(system, name),
    selector: selectorOf(system, name),
  };
  const first = [traffic(identity, service, bindings, platform), serviceAccount(identity)];
  const files = [...fileObjects(identity, spec), ...proxyObjects(identity, bindings)];
  if (isTask(spec))
    return [...first, ...files, taskOf(identity, service, spec, bindings, platform)];
  const routed = routedPortsOf([...routes, ...(internalGateway ? internalRoutes : [])]);
  const alb = gateway.alb ?? internalGateway?.alb;
  const routesTo = (first: string, own: typeof routes, to: SystemGateway) =>
    routeObjects(planOf(first, spec, own), identity, to, backendOf(name));
  return [
    ...first,
    ...(containerPorts(spec).length > 0 ? [clusterService(identity, spec)] : []),
    ...(spec.volume || spec.headless ? [podsService(identity, spec)] : []),
    ...routed.map((port) => routedService(identity, spec, port)),
    ...files,
    ...(spec.volume ? claimsOf(identity, spec.scaling.replicas, spec.volume.storage) : []),
    workloadOf(identity, service, spec, bindings, platform),
    ...(spec.volume ? [] : scalersOf(identity, spec, bindings, platform)),
    disruptionBudget(identity),
    ...(alb ? routed.map((port) => targetGroups(identity, spec, alb.tags, port)) : []),
    ...routesTo(name, routes, gateway),
    ...(internalGateway ? routesTo(internalRouteOf(name), internalRoutes, internalGateway) : []),
  ];
}

/** A separate identity for the service. The pod gets no token. */
function serviceAccount({ name, namespace, labels }: Identity): Named<IServiceAccount> {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
