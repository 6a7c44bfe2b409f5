import type { Graph } from "../graph.ts";
import { routeParents, routesOf } from "../kubernetes/routes.ts";
import { type KubernetesObject, namespaceOf } from "../kubernetes/object.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";

const theme = "k8s-gateway";

/** Whether a ReferenceGrant lets a route in one namespace name a Service in another. @throws Undecided */
const isGranted = (
  kubernetes: Graph["kubernetes"],
  route: KubernetesObject,
  kind: string,
  to: string,
): boolean =>
  some(
    kubernetes.of("ReferenceGrant").filter((grant) => namespaceOf(grant) === to),
    ({ spec }) =>
      some(
        spec.at("from").list,
        (from) => from.at("kind").is(route.kind) && from.at("namespace").is(namespaceOf(route)),
      ) && some(spec.at("to").list, (entry) => entry.at("kind").is(kind)),
  );

const backendExists = stackRule({
  id: "gateway-route-backend-exists",
  theme,
  title: "Backends of Gateway API routes exist",
  severity: "high",
  sources: ["gateway-api:HTTPRoute/backendRefs"],
  remediation:
    "Correct the name or port of the backendRef; a Service in another namespace needs a ReferenceGrant there.",
  check: ({ kubernetes }, { fail, each }) =>
    each(routesOf(kubernetes), (route) =>
      each(route.spec.at("rules").list, (rule) =>
        each(rule.at("backendRefs").list, (backend) => {
          const kind = backend.at("kind").text ?? "Service";
          if (kind !== "Service" || !backend.at("group").is(undefined, "", "core")) return;
          const [name, port] = [backend.at("name"), backend.at("port")];
          const namespace = backend.at("namespace").text ?? namespaceOf(route);
          const service = kubernetes.find(route.resource, "Service", namespace, name.text ?? "");
          if (service === undefined) return fail(name, `be a Service in namespace ${namespace}`);
          if (namespace !== namespaceOf(route) && !isGranted(kubernetes, route, kind, namespace))
            fail(backend.at("namespace"), "be granted by a ReferenceGrant in that namespace");
          const has = some(
            service.spec.at("ports").list,
            (entry) => entry.at("port").number === port.number,
          );
          if (!has) fail(port, `be a port of Service ${service.resource.name}`);
        }),
      ),
    ),
});

const parentExists = stackRule({
  id: "gateway-route-parent-exists",
  theme,
  title: "Gateway API routes attach to a Gateway that accepts them",
  severity: "high",
  sources: ["gateway-api:HTTPRoute/parentRefs"],
  remediation:
    "Correct parentRefs (name, namespace, sectionName) or the route's hostnames, or let the listener accept the namespace in allowedRoutes.",
  check: ({ kubernetes }, { fail, each }) =>
    each(routesOf(kubernetes), (route) => {
      const references = route.spec.at("parentRefs");
      if (references.empty) fail(references, "name a Gateway");
      each(
        routeParents(kubernetes, route),
        ({ reference, gateway, listeners, accepting, hosting }) => {
          if (gateway === undefined) return fail(reference.at("name"), "be a Gateway of the stack");
          if (listeners.length === 0)
            return fail(reference.at("sectionName"), "be a listener of the Gateway");
          if (accepting.length === 0)
            return fail(
              reference,
              `be a Gateway with a listener that accepts routes of ${namespaceOf(route)}`,
            );
          if (hosting.length === 0)
            fail(route.spec.at("hostnames"), "be within the host name of a listener");
        },
      );
    }),
});

/** The conditions that distinguish two rules with the same host and path. */
const conditions = (match: Value): unknown => [
  match.at("path", "type").plain ?? "PathPrefix",
  match.at("path", "type").is("Exact", "RegularExpression")
    ? match.at("path", "value").plain
    : (match.at("path", "value").text ?? "/").replace(/(?<=.)\/+$/, ""),
  match.at("method").plain ?? "",
  match.at("headers").deep ?? [],
  match.at("queryParams").deep ?? [],
];

const hostPathUnique = stackRule({
  id: "gateway-host-path-unique",
  theme,
  title: "No two routes of a Gateway claim the same host and path",
  severity: "high",
  sources: ["gateway-api:HTTPRoute/matches"],
  remediation: "Serve one of the two under another host name or path.",
  check: ({ kubernetes }, { fail, each }) => {
    const taken = new Map<string, string>();
    each(kubernetes.of("HTTPRoute", "GRPCRoute"), (route) => {
      const hosts = route.spec.at("hostnames").empty
        ? ["*"]
        : route.spec.at("hostnames").list.map((host) => host.plain);
      each(routeParents(kubernetes, route), ({ reference, key }) =>
        each(route.spec.at("rules").list, (rule) => {
          const matches = rule.at("matches").empty
            ? [rule.at("matches", 0)]
            : rule.at("matches").list;
          each(matches, (match) =>
            each(hosts, (host) => {
              const section = [
                reference.at("sectionName").plain ?? "",
                reference.at("port").plain ?? "",
              ];
              const claim = JSON.stringify([key, section, host, conditions(match)]);
              const other = taken.get(claim);
              if (other !== undefined && other !== route.resource.urn)
                fail(
                  match.at("path", "value"),
                  `not be claimed by ${other.split("::").at(-1)} as well, on ${String(host)}`,
                );
              taken.set(claim, route.resource.urn);
            }),
          );
        }),
      );
    });
  },
});

/** Whether every rule of a route sends the request elsewhere by HTTPS. @throws Undecided */
const redirects = (route: KubernetesObject): boolean =>
  !route.spec.at("rules").empty &&
  every(route.spec.at("rules").list, (rule) =>
    some(rule.at("filters").list, (filter) => filter.at("requestRedirect", "scheme").is("https")),
  );

const listenerTls = stackRule({
  id: "gateway-listener-tls",
  theme,
  title: "Each listener of a Gateway speaks TLS",
  severity: "high",
  sources: ["gateway-api:Gateway/listeners"],
  remediation:
    "Use protocol HTTPS with a certificate; a listener with protocol HTTP may only carry routes that redirect to https.",
  check: ({ kubernetes }, { fail, each }) => {
    const parents = routesOf(kubernetes).flatMap((route) =>
      routeParents(kubernetes, route).map((parent) => ({ route, ...parent })),
    );
    each(kubernetes.of("Gateway"), (gateway) => {
      if (!gateway.resource.type.startsWith("kubernetes:gateway.networking.k8s.io/")) return;
      each(gateway.spec.at("listeners").list, (listener) => {
        const [protocol, tls] = [listener.at("protocol"), listener.at("tls")];
        if (protocol.is("HTTPS", "TLS")) {
          if (tls.at("mode").is("Passthrough")) return;
          const configured = kubernetes.beside(gateway, "LoadBalancerConfiguration").length > 0;
          const shared = gateway.spec.at("infrastructure", "parametersRef").present || configured;
          if (tls.at("certificateRefs").empty && tls.at("options").empty && !shared)
            fail(tls.at("certificateRefs"), "name a certificate");
          return;
        }
        if (!protocol.is("HTTP")) return;
        const carried = parents.filter(
          (parent) =>
            parent.gateway?.resource.urn === gateway.resource.urn &&
            some(parent.accepting, (entry) => entry.at("name").is(listener.at("name").plain)),
        );
        if (carried.length === 0 || !every(carried, ({ route }) => redirects(route)))
          fail(protocol, "be HTTPS, or carry only routes that redirect to https");
      });
    });
  },
});

const publicHasWaf = resourceRule({
  id: "gateway-public-has-waf",
  theme,
  title: "Internet-facing Gateways have a web ACL",
  severity: "high",
  sources: ["own:gateway-waf"],
  remediation:
    "Set `spec.wafV2.webACL` of the LoadBalancerConfiguration to the ARN of a regional web ACL.",
  types: ["kubernetes:*:LoadBalancerConfiguration"],
  check: ({ props }, { fail }) => {
    const waf = props.at("spec", "wafV2", "webACL");
    if (props.at("spec", "scheme").is("internet-facing") && waf.absent) fail(waf, "be set");
  },
});

/** The Gateway API, beside Ingress. */
export const gateways: readonly Rule[] = [
  backendExists,
  parentExists,
  hostPathUnique,
  listenerTls,
  publicHasWaf,
];
