import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IService } from "kubernetes-models/v1/Service";
import { planRoutes } from "../check/route-plan.ts";
import type { SiteRoute } from "../check/site.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import {
  targetGroupConfiguration,
  type TargetGroupConfiguration,
} from "../workload/target-group.ts";
import { httpCheck } from "./probes.ts";
import type { Protocol } from "./service.ts";
import type { ServiceSpec } from "./service-spec.ts";

const http = "http";
const metricsPort = "metrics";

/** A port with the name that it has in the container, in the Service and in policies. */
interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** The fields of a service that say where it listens. */
export type Listening = Pick<ServiceSpec, "port" | "protocol" | "ports">;

/**
 * The ports of a service: its own, then the others; none for a worker. Its own is named `http` whatever it speaks: under
 * another name, the pods of the old revision would leave the Service.
 */
export function portsOf({ port, protocol = "http", ports = {} }: Listening): readonly Port[] {
  if (port === undefined) return [];
  return [
    { name: http, port, protocol },
    ...Object.entries(ports).map(([name, one]) =>
      typeof one === "number" ? { name, port: one, protocol: "http" as const } : { name, ...one },
    ),
  ];
}

/** What a port speaks. @param name of one of the further ports @default the service's own port */
export function protocolOf(spec: Listening, name: string = http): Protocol {
  return portsOf(spec).find((one) => one.name === name)?.protocol ?? "http";
}

/** The port that Prometheus scrapes, which may be one of the others. */
function scrapedPort(spec: ServiceSpec): Port | undefined {
  const { port, metrics } = spec;
  const scraped = metrics?.port ?? port;
  if (scraped === undefined) return undefined;
  const known = portsOf(spec).find((one) => one.port === scraped);
  return known ?? { name: metricsPort, port: scraped, protocol: "http" };
}

function allPorts(spec: ServiceSpec): readonly Port[] {
  const scraped = scrapedPort(spec);
  const own = portsOf(spec);
  return scraped === undefined || own.some(({ name }) => name === scraped.name)
    ? own
    : [...own, scraped];
}

/** Ports of a service's container. A worker has none but that of its metrics. */
export function containerPorts(spec: ServiceSpec): IContainerPort[] {
  return allPorts(spec).map(({ name, port }) => ({ name, containerPort: port, protocol: "TCP" }));
}

/**
 * Ports in a network policy, by name and by number. The name admits the pods of both revisions while
 * a changed port rolls out. The number stays, because older network policy controllers of EKS resolve no name for an
 * address range (https://github.com/aws/amazon-network-policy-controller-k8s/issues/81).
 * @param only names of ports, where undefined is the service's own @default all
 */
export function policyPorts(
  spec: Listening,
  only?: readonly (string | undefined)[],
): readonly (string | number)[] {
  return portsOf(spec)
    .filter(({ name }) => only?.some((wanted = http) => wanted === name) ?? true)
    .flatMap(({ name, port }) => [name, port]);
}

/** The port that Prometheus scrapes, in the same form. */
export function metricsPolicyPorts(spec: ServiceSpec): readonly (string | number)[] {
  const scraped = scrapedPort(spec);
  return scraped === undefined ? [] : [scraped.name, scraped.port];
}

/** The Service that callers use. */
export function clusterService(workload: Identity, spec: ServiceSpec): Named<IService> {
  return serviceObject(workload, workload.name, servicePorts(spec));
}

/** Name of the Service that names each pod. */
export const podsServiceOf = (service: string): string => `${service}-pods`;

/**
 * The headless Service that a StatefulSet demands, and clients that balance themselves. `clusterIP` is immutable, so this is
 * apart from the Service that callers use: that one stays when a service gets a volume, or loses it.
 */
export function podsService(workload: Identity, spec: ServiceSpec): Named<IService> {
  return serviceObject(workload, podsServiceOf(workload.name), servicePorts(spec), {
    clusterIP: "None",
  });
}

type ServicePort = NonNullable<NonNullable<IService["spec"]>["ports"]>[number];

/** HTTP/2 without TLS has the standard's name. A gateway must not guess at bytes of TCP. */
const appProtocols = {
  http: "http",
  http2: "kubernetes.io/h2c",
  grpc: "kubernetes.io/h2c",
  tcp: undefined,
} as const satisfies Readonly<Record<Protocol, string | undefined>>;

function servicePort({ name, port, protocol }: Port, target: string = name): ServicePort {
  const appProtocol = appProtocols[protocol];
  return { name, port, targetPort: target, protocol: "TCP", ...(appProtocol && { appProtocol }) };
}

/** The same numbers as the container's: the VPC CNI's network policies require them to be the same. */
const servicePorts = (spec: ServiceSpec): ServicePort[] =>
  allPorts(spec).map((port) => servicePort(port));

function serviceObject(
  { namespace, labels, selector }: Identity,
  name: string,
  ports: readonly ServicePort[],
  more: { readonly clusterIP?: "None" } = {},
): Named<IService> {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: { type: "ClusterIP", ...more, selector, ports: [...ports] },
  };
}

/** Names of the ports that routes lead to, each once; undefined is the service's own. */
export function routedPortsOf(routes: readonly SiteRoute[]): readonly (string | undefined)[] {
  return [...new Set(routes.map(({ port }) => port))];
}

/** Name of the Service that a service's routes refer to. */
export const routedServiceOf = (service: string, port?: string): string =>
  port === undefined ? `${service}-routes` : `${service}-${port}-routes`;

/** Port of that Service. */
const routedPort = 80;

/** Name of a service's routes at the internal gateway. Those of the public one have the service's name. */
export const internalRouteOf = (service: string): string => `${service}-internal`;

/** The routes of a service at one gateway, before they are objects. */
export const planOf = (name: string, spec: Listening, routes: readonly SiteRoute[]) =>
  planRoutes(name, routes, (port) => protocolOf(spec, port) === "grpc");

/** The backend of routes to a port. */
export const backendOf = (service: string) => (port: string | undefined) => ({
  name: routedServiceOf(service, port),
  port: routedPort,
});

/**
 * The Service that gateways send requests to. Its port never changes, so a route stays valid while `port` does.
 * It is apart from the service's own Service: the VPC CNI opens one port of a Service for each named port.
 */
export function routedService(
  workload: Identity,
  spec: ServiceSpec,
  port?: string,
): Named<IService> {
  const one = { name: http, port: routedPort, protocol: protocolOf(spec, port) };
  return serviceObject(workload, routedServiceOf(workload.name, port), [
    servicePort(one, port ?? http),
  ]);
}

/** Protocol of an ALB's requests to its targets. */
const versions = { http: undefined, http2: "HTTP2", grpc: "GRPC", tcp: undefined } as const;

/**
 * Settings of the target groups of a service's port with a route. HTTP asks the service's own health path, because a process
 * may answer `/` with an error. Without a path at the service's port, `/` is asked.
 */
export function targetGroups(
  { name, namespace, labels }: Identity,
  spec: ServiceSpec,
  tags: Readonly<Record<string, string>>,
  port?: string,
): TargetGroupConfiguration {
  const service = routedServiceOf(name, port);
  const version = versions[protocolOf(spec, port)];
  const check = httpCheck(spec.health);
  // a check at another port speaks HTTP/1.1 there, and the load balancer would speak HTTP/2
  const asked = version === undefined || check?.port === undefined ? check : undefined;
  return targetGroupConfiguration({
    metadata: { name: service, namespace, labels },
    service,
    ...(port === undefined ? asked : {}),
    ...(version && { version }),
    ...(spec.sticky && { sticky: spec.sticky }),
    tags,
  });
}
