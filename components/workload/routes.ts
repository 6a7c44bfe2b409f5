import type { IGRPCRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { Match, PlannedRoute } from "../check/route-plan.ts";
import { hostnameOf } from "../check/site.ts";
import type { SystemGateway } from "../platform.ts";
import type { Identity } from "./availability.ts";
import type { Named } from "./objects.ts";

/**
 * The routes of a workload at one gateway. Only a route that asks for it has a time-out: a WebSocket lives for hours.
 * There is no path rewriting, because it would break the links of a page.
 * @param backend the Service that takes the requests to a port
 */
export function routeObjects(
  planned: readonly PlannedRoute[],
  { namespace, labels }: Pick<Identity, "namespace" | "labels">,
  gateway: SystemGateway,
  backend: (port: string | undefined) => { readonly name: string; readonly port: number },
): (Named<IHTTPRoute> | Named<IGRPCRoute>)[] {
  return planned.map(({ name, kind, labels: hosts, rules }) => {
    const metadata = { name, namespace, labels };
    const common = {
      parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
      hostnames: hosts.map((label) => hostnameOf(label, gateway.domain)),
    };
    const apiVersion = "gateway.networking.k8s.io/v1";
    return kind === "GRPCRoute"
      ? {
          apiVersion,
          kind,
          metadata,
          spec: {
            ...common,
            rules: rules.map(({ matches, port }) => ({
              matches: matches.map(grpcMatch),
              backendRefs: [backend(port)],
            })),
          },
        }
      : {
          apiVersion,
          kind,
          metadata,
          spec: {
            ...common,
            rules: rules.map(({ matches, port, timeoutSeconds }) => ({
              matches: matches.map(httpMatch),
              backendRefs: [backend(port)],
              ...(timeoutSeconds === undefined
                ? {}
                : { timeouts: { request: `${timeoutSeconds}s` } }),
            })),
          },
        };
  });
}

const headersOf = ({ headers = {} }: Match) => {
  const all = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return all.length === 0 ? {} : { headers: all };
};

const httpMatch = (match: Match) => ({
  path: { type: "PathPrefix" as const, value: match.path },
  ...(match.method && { method: match.method }),
  ...headersOf(match),
});

/** `/shop.Orders` is a service, `/shop.Orders/Get` one of its methods, `/` all of them. */
function grpcMatch(match: Match) {
  const [, service = "", method] = match.path.split("/");
  return {
    ...(service === "" ? {} : { method: { service, ...(method ? { method } : {}) } }),
    ...headersOf(match),
  };
}
