import { container, namespace, template } from "./clean-pod.ts";
import { type FieldPlan, k8s } from "./declare.ts";

/** Clean plans of the Gateway API. */
export const cleanGatewayPlans: readonly FieldPlan[] = [
  {
    why: "two services behind one Gateway: HTTPS, a listener that only redirects, routes by path and header",
    stack: "staging",
    resources: [
      ...namespace("edge", "baseline"),
      ...namespace("shop"),
      k8s("gateway.networking.k8s.io/v1", "Gateway", "edge/public", {
        spec: {
          gatewayClassName: "istio",
          listeners: [
            {
              name: "http",
              port: 80,
              protocol: "HTTP",
              allowedRoutes: { namespaces: { from: "Same" } },
            },
            {
              name: "https",
              port: 443,
              protocol: "HTTPS",
              hostname: "*.shop.example",
              tls: { mode: "Terminate", certificateRefs: [{ name: "wildcard" }] },
              allowedRoutes: { namespaces: { from: "All" } },
            },
          ],
        },
      }),
      k8s("gateway.networking.k8s.io/v1", "HTTPRoute", "edge/redirect", {
        spec: {
          parentRefs: [{ name: "public", sectionName: "http" }],
          rules: [
            {
              filters: [
                { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
              ],
            },
          ],
        },
      }),
      ...["orders", "members"].flatMap((name) => {
        const labels = { app: name };
        return [
          k8s("v1", "ServiceAccount", `shop/${name}`, { automountServiceAccountToken: false }),
          k8s("apps/v1", "Deployment", `shop/${name}`, {
            spec: {
              replicas: 2,
              selector: { matchLabels: labels },
              template: template(labels, name, { containers: [container(name, 8080)] }),
            },
          }),
          k8s("policy/v1", "PodDisruptionBudget", `shop/${name}`, {
            spec: {
              minAvailable: "50%",
              selector: { matchExpressions: [{ key: "app", operator: "In", values: [name] }] },
            },
          }),
          k8s("v1", "Service", `shop/${name}`, {
            spec: { selector: labels, ports: [{ port: 8080 }] },
          }),
          k8s("networking.k8s.io/v1", "NetworkPolicy", `shop/${name}`, {
            spec: {
              podSelector: { matchLabels: labels },
              ingress: [
                {
                  from: [
                    {
                      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } },
                    },
                  ],
                  ports: [{ port: "http" }],
                },
              ],
            },
          }),
          k8s("gateway.networking.k8s.io/v1", "HTTPRoute", `shop/${name}`, {
            spec: {
              parentRefs: [{ name: "public", namespace: "edge", sectionName: "https" }],
              hostnames: ["api.shop.example"],
              rules: [
                {
                  matches: [{ path: { type: "PathPrefix", value: `/${name}` } }],
                  backendRefs: [{ name, port: 8080 }],
                },
                {
                  matches: [
                    {
                      path: { type: "PathPrefix", value: "/" },
                      headers: [{ name: "x-service", value: name }],
                    },
                  ],
                  backendRefs: [{ name, port: 8080, weight: 100 }],
                },
              ],
            },
          }),
        ];
      }),
    ],
  },
];
