import { some, those } from "../unknown.ts";
import type { Value } from "../value.ts";
import type { KubernetesGraph } from "./graph.ts";
import { selects } from "./labels.ts";
import { type KubernetesObject, namespaceOf } from "./object.ts";

const routeKinds = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"] as const;

export const routesOf = (kubernetes: KubernetesGraph): readonly KubernetesObject[] =>
  kubernetes
    .of(...routeKinds)
    .filter(({ apiVersion }) => apiVersion.startsWith("gateway.networking.k8s.io/"));

/** A Gateway that a route wants to attach to. */
export interface RouteParent {
  readonly reference: Value;
  /** Identifies the Gateway, in the stack or outside of it. */
  readonly key: string;
  readonly gateway: KubernetesObject | undefined;
  /** The listeners of the reference. */
  readonly listeners: readonly Value[];
  /** The listeners that accept routes of the route's namespace. */
  readonly accepting: readonly Value[];
  /** The listeners with a host name that overlaps with the route's. */
  readonly hosting: readonly Value[];
}

/** Whether two host names, each perhaps with a wildcard label, have a name in common. */
export function hostsMeet(one: string, other: string): boolean {
  const under = (wildcard: string, host: string) =>
    wildcard.startsWith("*.") && host.endsWith(wildcard.slice(1));
  return one === other || under(one, other) || under(other, one);
}

/** @throws Undecided */
function accepts(
  kubernetes: KubernetesGraph,
  gateway: KubernetesObject,
  listener: Value,
  route: KubernetesObject,
): boolean {
  const allowed = listener.at("allowedRoutes", "namespaces");
  const from = allowed.at("from").text ?? "Same";
  if (from === "All") return true;
  if (from === "Same") return namespaceOf(route) === namespaceOf(gateway);
  const name = namespaceOf(route);
  const namespace = kubernetes.findGlobal(route.resource, "Namespace", name);
  // a namespace outside the stack may carry any label
  if (namespace === undefined) return true;
  const labels = namespace.metadata.at("labels");
  const all = { "kubernetes.io/metadata.name": name, ...(labels.plain as object | undefined) };
  return selects(allowed.at("selector"), labels.as(all));
}

/** @throws Undecided */
export function routeParents(
  kubernetes: KubernetesGraph,
  route: KubernetesObject,
): readonly RouteParent[] {
  return route.spec.at("parentRefs").list.flatMap((reference) => {
    // a mesh attaches routes to Services
    if (!reference.at("kind").is(undefined, "Gateway")) return [];
    const namespace = reference.at("namespace").text ?? namespaceOf(route);
    const name = reference.at("name").text ?? "";
    const gateway = kubernetes.find(route.resource, "Gateway", namespace, name);
    const section = reference.at("sectionName");
    const listeners = (gateway?.spec.at("listeners").list ?? []).filter(
      (listener) => section.absent || listener.at("name").is(section.plain),
    );
    const accepting =
      gateway === undefined
        ? []
        : those(listeners, (listener) => accepts(kubernetes, gateway, listener, route));
    const hosts = route.spec.at("hostnames");
    const hosting = those(
      accepting,
      (listener) =>
        listener.at("hostname").empty ||
        hosts.empty ||
        some(hosts.list, (host) => hostsMeet(host.text ?? "", listener.at("hostname").text ?? "")),
    );
    const key = `${route.resource.provider} ${namespace} ${name}`;
    return { reference, key, gateway, listeners, accepting, hosting };
  });
}
