import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IService } from "kubernetes-models/v1/Service";
import type { SystemGateway } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { ServiceSpec } from "./service.ts";

/** Ports of a service's container and of its Service. The VPC CNI's network policies require them to be the same. */
export function containerPorts({ port, metrics }: ServiceSpec): IContainerPort[] {
  const scraped = metrics?.port ?? port;
  return [
    { name: "http", containerPort: port, protocol: "TCP" },
    ...(scraped === port
      ? []
      : [{ name: "metrics", containerPort: scraped, protocol: "TCP" } as const]),
  ];
}

/** The Service object of a service. It is headless where the pods have stable identities. */
export function clusterService(workload: Identity, spec: ServiceSpec): Named<IService> {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      type: "ClusterIP",
      ...(spec.volume ? { clusterIP: "None" } : {}),
      selector: workload.selector,
      ports: containerPorts(spec).map(({ name = "http", containerPort }) => ({
        name,
        port: containerPort,
        targetPort: name,
        protocol: "TCP",
        appProtocol: "http",
      })),
    },
  };
}

/** Name of a service's HTTPRoute at the internal gateway. The public one has the service's name. */
export const internalRouteOf = (service: string): string => `${service}-internal`;

/**
 * Routes all paths of a service at one gateway.
 * A route has no timeout: a WebSocket lives for hours, and the load balancer has one idle timeout for all routes.
 * There is no path rewriting, because it would break the links of a page.
 */
export function route(
  workload: Identity,
  port: number,
  paths: readonly `/${string}`[],
  gateway: SystemGateway,
  name: string = workload.name,
): Named<IHTTPRoute> {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
      hostnames: [gateway.hostname],
      rules: [
        {
          matches: paths.map((value) => ({ path: { type: "PathPrefix", value } })),
          backendRefs: [{ name: workload.name, port }],
        },
      ],
    },
  };
}
