import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IService } from "kubernetes-models/v1/Service";
import type { SystemGateway } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import {
  targetGroupConfiguration,
  type TargetGroupConfiguration,
} from "../workload/target-group.ts";
import { httpCheck } from "./probes.ts";
import type { ServiceSpec } from "./service.ts";

const http = "http";
const metricsPort = "metrics";

/** Ports of a service's container. A worker has none but that of its metrics. */
export function containerPorts({ port, metrics }: ServiceSpec): IContainerPort[] {
  const scraped = metrics?.port ?? port;
  return [
    ...(port === undefined ? [] : [{ name: http, containerPort: port, protocol: "TCP" } as const]),
    ...(scraped === port || scraped === undefined
      ? []
      : [{ name: metricsPort, containerPort: scraped, protocol: "TCP" } as const]),
  ];
}

/**
 * A service's port in a network policy, by name and by number. The name admits the pods of both revisions while
 * a changed port rolls out. The number stays, because older network policy controllers of EKS resolve no name for an
 * address range (https://github.com/aws/amazon-network-policy-controller-k8s/issues/81).
 */
export function policyPorts({ port }: Pick<ServiceSpec, "port">): readonly (string | number)[] {
  return port === undefined ? [] : [http, port];
}

/** The port that Prometheus scrapes, in the same form. */
export function metricsPolicyPorts({ port, metrics }: ServiceSpec): readonly (string | number)[] {
  const scraped = metrics?.port ?? port;
  if (scraped === undefined) return [];
  return [scraped === port ? http : metricsPort, scraped];
}

/** The Service that callers use. */
export function clusterService(workload: Identity, spec: ServiceSpec): Named<IService> {
  return serviceObject(workload, workload.name, servicePorts(spec));
}

/** Name of the Service that names a StatefulSet's pods. */
export const podsServiceOf = (service: string): string => `${service}-pods`;

/**
 * The headless Service that a StatefulSet demands. `clusterIP` is immutable, so this is apart from the Service that
 * callers use: that one stays when a service gets a volume, or loses it.
 */
export function podsService(workload: Identity, spec: ServiceSpec): Named<IService> {
  return serviceObject(workload, podsServiceOf(workload.name), servicePorts(spec), {
    clusterIP: "None",
  });
}

/** The same numbers as the container's: the VPC CNI's network policies require them to be the same. */
function servicePorts(spec: ServiceSpec) {
  return containerPorts(spec).map(({ name, containerPort: port }) => ({ name, port }));
}

function serviceObject(
  { namespace, labels, selector }: Identity,
  name: string,
  ports: readonly { readonly name?: string; readonly port: number }[],
  more: { readonly clusterIP?: "None" } = {},
): Named<IService> {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: {
      type: "ClusterIP",
      ...more,
      selector,
      ports: ports.map(({ name: target = http, port }) => ({
        name: target,
        port,
        targetPort: target,
        protocol: "TCP",
        appProtocol: "http",
      })),
    },
  };
}

/** Name of the Service that a service's HTTPRoutes refer to. */
export const routedServiceOf = (service: string): string => `${service}-routes`;

/** Port of that Service. */
const routedPort = 80;

/**
 * The Service that gateways send requests to. Its port never changes, so a route stays valid while `port` does.
 * It is apart from the service's own Service: the VPC CNI opens one port of a Service for each named port.
 */
export function routedService(workload: Identity): Named<IService> {
  return serviceObject(workload, routedServiceOf(workload.name), [{ port: routedPort }]);
}

/** Name of a service's HTTPRoute at the internal gateway. The public one has the service's name. */
export const internalRouteOf = (service: string): string => `${service}-internal`;

/** Most matches of one rule of an HTTPRoute, and of all rules of one (the CRD's own limits). */
const mostMatches = { rule: 64, route: 128 } as const;

/** Names of a service's HTTPRoutes at one gateway. The first is the only one for up to 128 paths. */
export function routeNames(name: string, paths: number): string[] {
  const count = Math.ceil(paths / mostMatches.route);
  return Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}-${index + 1}`));
}

/**
 * Routes all paths of a service at one gateway.
 * A route has no timeout: a WebSocket lives for hours, and the load balancer has one idle timeout for all routes.
 * There is no path rewriting, because it would break the links of a page.
 */
export function routesTo(
  workload: Identity,
  paths: readonly `/${string}`[],
  gateway: SystemGateway,
  name: string = workload.name,
): Named<IHTTPRoute>[] {
  const { namespace, labels } = workload;
  const names = routeNames(name, paths.length);
  return chunks(paths, mostMatches.route).map((own, index) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: names[index] ?? name, namespace, labels },
    spec: {
      parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
      hostnames: [gateway.hostname],
      rules: chunks(own, mostMatches.rule).map((matched) => ({
        matches: matched.map((value) => ({ path: { type: "PathPrefix", value } })),
        backendRefs: [{ name: routedServiceOf(workload.name), port: routedPort }],
      })),
    },
  }));
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/**
 * Settings of the target groups of a service with a route: its own health path, because a process may answer `/` with
 * an error. Without a path at the service's port, `/` is asked.
 */
export function targetGroups(
  { name, namespace, labels }: Identity,
  { health }: ServiceSpec,
  tags: Readonly<Record<string, string>>,
): TargetGroupConfiguration {
  const service = routedServiceOf(name);
  return targetGroupConfiguration({
    metadata: { name: service, namespace, labels },
    service,
    ...httpCheck(health),
    tags,
  });
}
