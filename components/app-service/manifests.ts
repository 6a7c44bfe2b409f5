import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { Binding, ServicePlatform } from "../platform.ts";
import { disruptionBudget, type Identity } from "../workload/availability.ts";
import { labelsOf, selectorOf } from "../workload/labels.ts";
import type { KubernetesObject, Named } from "../workload/objects.ts";
import { autoscaler } from "./autoscaler.ts";
import { clusterService, internalRouteOf, route } from "./network.ts";
import type { PlacedService } from "./place.ts";
import { traffic } from "./traffic.ts";
import { workloadOf } from "./workload.ts";

/**
 * Every object of one service: what guards and names it, the workload, and what acts on the workload.
 * Pure: the same arguments give the same list.
 * @throws Error where the environment has no version of the service, where two stores give the same
 * variable, or where `environment` names a field that no binding has
 */
export function manifests(
  service: PlacedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): readonly KubernetesObject[] {
  const { name, spec, routes, internalRoutes } = service;
  const { namespace, system, redundancy, gateway, internalGateway } = platform;
  const identity: Identity = {
    name,
    namespace,
    labels: labelsOf(system, name),
    selector: selectorOf(system, name),
  };
  const { scaling, startupSeconds, port } = spec;
  return [
    traffic(identity, service, bindings, platform),
    serviceAccount(identity),
    clusterService(identity, spec),
    workloadOf(identity, service, bindings, platform),
    ...(scaling.kind === "horizontal"
      ? [autoscaler(identity, scaling, startupSeconds, redundancy)]
      : []),
    disruptionBudget(identity),
    ...(routes.length > 0 ? [route(identity, port, routes, gateway)] : []),
    ...(internalGateway && internalRoutes.length > 0
      ? [route(identity, port, internalRoutes, internalGateway, internalRouteOf(name))]
      : []),
  ];
}

/** An identity of its own, without a token in the pod. */
function serviceAccount({ name, namespace, labels }: Identity): Named<IServiceAccount> {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
