import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IService } from "kubernetes-models/v1/Service";
import type { SystemGateway } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { ServiceSpec } from "./service.ts";

/** Ports of a service's container, which are those of its Service too: VPC CNI's network policies demand it. */
export function containerPorts({ port, metrics }: ServiceSpec): IContainerPort[] {
  const scraped = metrics?.port ?? port;
  return [
    { name: "http", containerPort: port, protocol: "TCP" },
    ...(scraped === port
      ? []
      : [{ name: "metrics", containerPort: scraped, protocol: "TCP" } as const]),
  ];
}

/** The stable name of a service inside the cluster; headless where its pods have identities of their own. */
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

/** Name of a service's HTTPRoute at the internal gateway; the one at the public gateway has the service's own. */
export const internalRouteOf = (service: string): string => `${service}-internal`;

/**
 * All paths of a service at one gateway. There are no time-outs (a WebSocket lives for hours, and the load
 * balancer has one idle time-out for all) and no rewriting (a page's links would lead nowhere).
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
