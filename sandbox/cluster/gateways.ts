import { isDeepStrictEqual } from "node:util";
import type { ApiObject } from "./api.ts";
import { albController, keyOf } from "./gateway-types.ts";
import { hashOf } from "./hash.ts";
import type {
  Balancer,
  Condition,
  Gateway,
  GatewayClass,
  HttpRoute,
  Listener,
  Network,
  Reference,
} from "./gateway-types.ts";

/** The address that an ALB of the AWS Load Balancer Controller would have. */
export function addressOf(namespace: string, name: string, region: string): string {
  const hash = hashOf(`${namespace}/${name}`, 10);
  return `k8s-${namespace.slice(0, 8)}-${name.slice(0, 8)}-${hash}.${region}.elb.amazonaws.com`;
}

/** A condition; `lastTransitionTime` only changes with the status. */
function condition(
  [type, status, reason, message]: readonly [string, boolean, string, string],
  object: ApiObject,
  before: readonly Condition[] | undefined,
  now: string,
): Condition {
  const word = status ? "True" : "False";
  const last = before?.find((c) => c.type === type && c.status === word)?.lastTransitionTime;
  const observedGeneration = object.metadata.generation ?? 0;
  return {
    type,
    status: word,
    reason,
    message,
    observedGeneration,
    lastTransitionTime: last ?? now,
  };
}

export const classStatus = (
  owned: GatewayClass,
  now: string,
): { readonly conditions: readonly Condition[] } => ({
  conditions: [condition(["Accepted", true, "Accepted", ""], owned, owned.status?.conditions, now)],
});

/** Whether two host names are equal, or a wildcard in one covers the other. */
export function hostnamesMeet(one: string, other: string): boolean {
  const covers = (wide: string, narrow: string): boolean =>
    wide.startsWith("*.") && narrow.endsWith(wide.slice(1)) && narrow.length > wide.length - 1;
  return one === other || covers(one, other) || covers(other, one);
}

const servesHost = (listener: Listener, route: HttpRoute): boolean => {
  const { hostname } = listener;
  const wanted = route.spec.hostnames ?? [];
  return !hostname || wanted.length === 0 || wanted.some((host) => hostnamesMeet(host, hostname));
};

function admitsNamespace(
  listener: Listener,
  gateway: Gateway,
  route: HttpRoute,
  network: Network,
): boolean {
  const rule = listener.allowedRoutes?.namespaces;
  if (rule?.from === "All") return true;
  if (rule?.from !== "Selector") return gateway.metadata.namespace === route.metadata.namespace;
  const labels = network.namespaces.find((n) => n.metadata.name === route.metadata.namespace)
    ?.metadata.labels;
  return Object.entries(rule.selector?.matchLabels ?? {}).every(
    ([key, value]) => labels?.[key] === value,
  );
}

type Verdict = readonly [status: boolean, reason: string, message: string];

/** Whether a gateway accepts a route, and with which listeners. */
function accepted(
  route: HttpRoute,
  reference: Reference,
  gateway: Gateway,
  network: Network,
): { readonly verdict: Verdict; readonly listeners: readonly Listener[] } {
  const refuse = (reason: string, message: string) =>
    ({ verdict: [false, reason, message], listeners: [] }) as const;
  const named = gateway.spec.listeners.filter(
    ({ name, port, protocol }) =>
      ["HTTP", "HTTPS"].includes(protocol) &&
      (reference.sectionName ?? name) === name &&
      (reference.port ?? port) === port,
  );
  if (named.length === 0) {
    return refuse("NoMatchingParent", "no HTTP listener has this sectionName and port");
  }
  const admitting = named.filter((listener) => admitsNamespace(listener, gateway, route, network));
  if (admitting.length === 0) {
    return refuse(
      "NotAllowedByListeners",
      `allowedRoutes leaves out namespace ${route.metadata.namespace}`,
    );
  }
  const listeners = admitting.filter((listener) => servesHost(listener, route));
  if (listeners.length === 0) {
    const names = admitting.map(({ hostname }) => hostname).join(", ");
    return refuse("NoMatchingListenerHostname", `the listeners serve ${names} only`);
  }
  return { verdict: [true, "Accepted", ""], listeners };
}

/** Whether all backends of a route exist and may be referenced. */
function resolved(route: HttpRoute, network: Network): Verdict {
  for (const { kind = "Service", name, namespace = route.metadata.namespace, port } of (
    route.spec.rules ?? []
  ).flatMap(({ backendRefs = [] }) => backendRefs)) {
    if (kind !== "Service")
      return [false, "InvalidKind", `backend ${name} is a ${kind}, not a Service`];
    if (namespace !== route.metadata.namespace && !isGranted(route, namespace, name, network)) {
      return [
        false,
        "RefNotPermitted",
        `no ReferenceGrant in ${namespace} lets routes go to Service ${name}`,
      ];
    }
    const service = network.services.find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    if (service === undefined)
      return [false, "BackendNotFound", `Service ${namespace}/${name} does not exist`];
    if (!service.spec.ports?.some((p) => p.port === port)) {
      return [false, "BackendNotFound", `Service ${namespace}/${name} has no port ${port}`];
    }
  }
  return [true, "ResolvedRefs", ""];
}

const isGranted = (
  route: HttpRoute,
  namespace: string | undefined,
  name: string,
  network: Network,
): boolean =>
  network.grants.some(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      spec.from.some((f) => f.kind === "HTTPRoute" && f.namespace === route.metadata.namespace) &&
      spec.to.some((t) => t.kind === "Service" && (t.name ?? name) === name),
  );

/** The gateway that a route references, if one of our controllers owns it. */
function parentOf(route: HttpRoute, reference: Reference, network: Network): Gateway | undefined {
  const { kind = "Gateway", name, namespace = route.metadata.namespace } = reference;
  if (kind !== "Gateway") return undefined;
  return ownGateways(network).find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
}

export const ownClasses = (network: Network): readonly GatewayClass[] =>
  network.classes.filter(({ spec }) => network.controllers.includes(spec.controllerName));

/** Name of a gateway's controller. */
export function controllerOf(gateway: Gateway, network: Network): string | undefined {
  return network.classes.find(({ metadata }) => metadata.name === gateway.spec.gatewayClassName)
    ?.spec.controllerName;
}

export function ownGateways(network: Network): readonly Gateway[] {
  const names = new Set(ownClasses(network).map(({ metadata }) => metadata.name));
  return network.gateways.filter(
    ({ spec, metadata }) =>
      names.has(spec.gatewayClassName) && metadata.deletionTimestamp === undefined,
  );
}

/** The status of a route. Entries of other controllers are kept. */
export function routeStatus(
  route: HttpRoute,
  network: Network,
  now: string,
): NonNullable<HttpRoute["status"]> {
  const before = route.status?.parents ?? [];
  const own = (route.spec.parentRefs ?? []).flatMap((parentRef) => {
    const gateway = parentOf(route, parentRef, network);
    if (gateway === undefined) return [];
    const controllerName = controllerOf(gateway, network) ?? "";
    const last = before.find(
      (p) => p.controllerName === controllerName && isDeepStrictEqual(p.parentRef, parentRef),
    )?.conditions;
    const conditions = [
      condition(
        ["Accepted", ...accepted(route, parentRef, gateway, network).verdict],
        route,
        last,
        now,
      ),
      condition(["ResolvedRefs", ...resolved(route, network)], route, last, now),
    ];
    return [{ controllerName, parentRef, conditions }];
  });
  // entries of a controller that no longer runs are kept too
  const others = before.filter((p) => !network.controllers.includes(p.controllerName));
  return { parents: [...others, ...own] };
}

/** Distinct backends of the routes that a gateway serves. */
export function backendsOf(gateway: Gateway, network: Network): readonly Backend[] {
  const found = network.routes.flatMap((route) => {
    const isServed = (route.spec.parentRefs ?? []).some(
      (reference) =>
        parentOf(route, reference, network) === gateway &&
        accepted(route, reference, gateway, network).listeners.length > 0,
    );
    if (!isServed || !resolved(route, network)[0]) return [];
    return (route.spec.rules ?? []).flatMap(({ backendRefs = [] }) =>
      backendRefs.map(({ name, namespace = route.metadata.namespace ?? "", port = 0 }) => ({
        name,
        namespace,
        port,
      })),
    );
  });
  const text = ({ namespace, name, port }: Backend) => `${namespace}/${name}:${port}`;
  return [...new Map(found.map((one) => [text(one), one])).values()];
}

/** A Service port that a gateway routes to. */
export interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A gateway of the sandbox's own class has an address but no load balancer. */
function balancerOf(gateway: Gateway, network: Network): Balancer {
  const { namespace = "", name } = gateway.metadata;
  if (controllerOf(gateway, network) !== albController)
    return { kind: "made", dnsName: addressOf(namespace, name, network.region) };
  return (
    network.balancers.get(keyOf(gateway)) ?? {
      kind: "refused",
      message: "Waiting for load balancer to be active.",
    }
  );
}

/** The status of a gateway: its address, and the number of routes attached to each listener. */
export function gatewayStatus(gateway: Gateway, network: Network, now: string): object {
  const attached = network.routes.flatMap((route) => {
    const references = route.spec.parentRefs ?? [];
    const own = references.filter((reference) => parentOf(route, reference, network) === gateway);
    const listeners = own.flatMap((r) => accepted(route, r, gateway, network).listeners);
    return [...new Set(listeners.map((listener) => listener.name))];
  });
  const yes = (type: string, before: readonly Condition[] | undefined): Condition =>
    condition([type, true, type, ""], gateway, before, now);
  const { conditions, listeners } = gateway.status ?? {};
  const balancer = balancerOf(gateway, network);
  const programmed: readonly [string, boolean, string, string] =
    balancer.kind === "made"
      ? ["Programmed", true, "Programmed", ""]
      : ["Programmed", false, "Invalid", balancer.message];
  return {
    addresses: balancer.kind === "made" ? [{ type: "Hostname", value: balancer.dnsName }] : [],
    conditions: [yes("Accepted", conditions), condition(programmed, gateway, conditions, now)],
    listeners: gateway.spec.listeners.map((listener) => {
      const last = listeners?.find((l) => l.name === listener.name)?.conditions;
      return {
        name: listener.name,
        attachedRoutes: attached.filter((l) => l === listener.name).length,
        supportedKinds: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute" }],
        conditions: ["Accepted", "Programmed", "ResolvedRefs"].map((type) => yes(type, last)),
      };
    }),
  };
}
