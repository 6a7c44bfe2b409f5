import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import {
  chunks,
  hostnameOf,
  mostRules,
  redirectNames,
  redirectsOf,
  type Site,
} from "../components/check/site.ts";
import type { SystemGateway } from "../components/platform.ts";
import type { Named } from "../components/workload/objects.ts";

/**
 * Redirects between hosts, for good (301) and with the path, and of single paths, for now (302). The query stays.
 * An ALB takes a replaced prefix only together with another host, so a path is replaced as a whole.
 */
export function redirectRoutes(
  system: string,
  site: Pick<Site, "host" | "redirects">,
  gateway: SystemGateway,
  prefix = "",
): Named<IHTTPRoute>[] {
  const { hosts, paths } = redirectsOf(site);
  const labels = { "app.kubernetes.io/part-of": system, "app.kubernetes.io/managed-by": "hanok" };
  const names = redirectNames(site, prefix);
  const hostname = (label: string) => hostnameOf(label, gateway.domain);
  const bodies = [
    ...hosts.map(({ from, to }) => ({
      hostnames: [hostname(from)],
      rules: [redirect({ hostname: hostname(to), statusCode: 301 })],
    })),
    ...chunks(paths, mostRules).map((some) => ({
      hostnames: [site.host].flat().map(hostname),
      rules: some.map(({ from, to: replaceFullPath }) => ({
        matches: [{ path: { type: "Exact" as const, value: from } }],
        ...redirect({
          path: { type: "ReplaceFullPath", replaceFullPath },
          statusCode: 302,
        }),
      })),
    })),
  ];
  return bodies.map((body, index) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: names[index] ?? "", namespace: system, labels },
    spec: { parentRefs: [{ name: gateway.name, namespace: gateway.namespace }], ...body },
  }));
}

type Rule = NonNullable<NonNullable<IHTTPRoute["spec"]>["rules"]>[number];
type Redirect = NonNullable<NonNullable<Rule["filters"]>[number]["requestRedirect"]>;

const redirect = (requestRedirect: Redirect): Pick<Rule, "filters"> => ({
  filters: [{ type: "RequestRedirect", requestRedirect }],
});
