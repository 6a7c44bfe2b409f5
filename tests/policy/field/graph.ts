import { deployment, service, template } from "./apps.ts";
import { type FieldPlan, k8s } from "./declare.ts";

const ingress = (name: string, spec: object, annotations?: object) =>
  k8s("networking.k8s.io/v1", "Ingress", `shop/${name}`, {
    ...(annotations === undefined ? {} : { metadata: { annotations } }),
    spec,
  });
const path = (value: string, name: string, port: object, host = "shop.example") => ({
  host,
  http: { paths: [{ path: value, pathType: "Prefix", backend: { service: { name, port } } }] },
});

/** Violating plans of what aims at workloads. */
export const graphPlans: readonly FieldPlan[] = [
  {
    why: "Services: of another namespace's pods, of a port that no pod has, by a name that no port has",
    resources: [
      k8s("apps/v1", "Deployment", "backend/api", {
        spec: {
          selector: { matchLabels: { app: "api" } },
          template: template("api", { ports: [{ name: "web", containerPort: 8080 }] }),
        },
      }),
      service("api", { selector: { app: "api" }, ports: [{ port: 80, targetPort: 8080 }] }),
      k8s("v1", "Service", "backend/number", {
        spec: { selector: { app: "api" }, ports: [{ port: 80 }] },
      }),
      k8s("v1", "Service", "backend/name", {
        spec: { selector: { app: "api" }, ports: [{ port: 80, targetPort: "http" }] },
      }),
    ],
    means: [
      "service-selects-pods Service/shop/api",
      "service-target-port-exists Service/backend/number",
      "service-target-port-exists Service/backend/name",
    ],
  },
  {
    why: "Services on every node, and balancers that face the internet",
    resources: [
      deployment("api", {}, template("api", { ports: [{ containerPort: 80 }] })),
      service("node", { type: "NodePort", selector: { app: "api" }, ports: [{ port: 80 }] }),
      service("open", { type: "LoadBalancer", selector: { app: "api" }, ports: [{ port: 80 }] }),
      service("ranges", {
        type: "LoadBalancer",
        loadBalancerSourceRanges: ["203.0.113.0/24", "0.0.0.0/0"],
        selector: { app: "api" },
        ports: [{ port: 80 }],
      }),
      k8s("v1", "Service", "shop/facing", {
        metadata: {
          annotations: {
            "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
            "service.beta.kubernetes.io/aws-load-balancer-internal": "false",
          },
        },
        spec: { type: "LoadBalancer", selector: { app: "api" }, ports: [{ port: 80 }] },
      }),
    ],
    means: [
      "service-no-nodeport-or-open-lb Service/shop/node",
      "service-no-nodeport-or-open-lb Service/shop/open",
      "service-no-nodeport-or-open-lb Service/shop/ranges",
      "service-no-nodeport-or-open-lb Service/shop/facing",
    ],
  },
  {
    why: "Ingresses: no such Service, no such port, the same path twice, no TLS, no class, snippets",
    resources: [
      deployment("api", {}, template("api", { ports: [{ containerPort: 80 }] })),
      service("api", { selector: { app: "api" }, ports: [{ port: 80 }] }),
      ingress("missing", {
        ingressClassName: "nginx",
        tls: [{ hosts: ["a.shop.example"] }],
        rules: [path("/", "apii", { number: 80 }, "a.shop.example")],
      }),
      ingress("port", {
        ingressClassName: "nginx",
        tls: [{ hosts: ["*.shop.example"] }],
        defaultBackend: { service: { name: "api", port: { number: 8080 } } },
      }),
      ingress(
        "first",
        { ingressClassName: "nginx", rules: [path("/v1", "api", { number: 80 })] },
        { "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_set_header X 1;" },
      ),
      ingress("second", { rules: [path("/v1", "api", { number: 80 })] }),
      ingress("third", {
        ingressClassName: "nginx",
        tls: [{ hosts: ["shop.example"] }],
        rules: [path("/v1", "api", { number: 80 })],
      }),
    ],
    means: [
      "ingress-backend-exists Ingress/shop/missing",
      "ingress-backend-exists Ingress/shop/port",
      "ingress-tls-and-class Ingress/shop/first",
      "ingress-tls-and-class Ingress/shop/second",
      "ingress-host-path-unique Ingress/shop/first|Ingress/shop/third",
    ],
  },
  {
    why: "a public balancer of an Ingress without a web ACL, that listens in clear",
    resources: [
      deployment("api", {}, template("api", { ports: [{ containerPort: 80 }] })),
      service("api", { selector: { app: "api" }, ports: [{ port: 80 }] }),
      ingress(
        "web",
        { ingressClassName: "alb", rules: [path("/", "api", { number: 80 })] },
        {
          "alb.ingress.kubernetes.io/scheme": "internet-facing",
          "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80}]',
        },
      ),
    ],
    means: [
      "ingress-public-alb-has-waf Ingress/shop/web",
      "graceful-termination Deployment/shop/api",
      "ingress-tls-and-class Ingress/shop/web",
    ],
  },
  {
    why: "network policies: a default that allows all, one of nothing, and the world without ports",
    resources: [
      k8s("v1", "Namespace", "shop", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
      }),
      deployment("api"),
      k8s("networking.k8s.io/v1", "NetworkPolicy", "shop/default", {
        spec: { podSelector: { matchLabels: {} }, policyTypes: ["Ingress"], ingress: [{}] },
      }),
      k8s("networking.k8s.io/v1", "NetworkPolicy", "shop/gone", {
        spec: {
          podSelector: { matchLabels: { app: "old-api" } },
          ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
        },
      }),
    ],
    means: ["netpol-default-deny Namespace/shop", "netpol-not-dangling NetworkPolicy/shop/gone"],
  },
  {
    why: "references to what is not there: variables, volumes, pull secrets, claims, an account",
    resources: [
      k8s("v1", "Namespace", "shop", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
      }),
      k8s("v1", "ConfigMap", "shop/settings", { data: { LEVEL: "info" } }),
      k8s("v1", "Secret", "other/db", { stringData: { url: "x" } }),
      deployment("env", {}, template("env", { envFrom: [{ secretRef: { name: "db" } }] })),
      deployment(
        "key",
        {},
        template("key", {
          env: [{ name: "L", valueFrom: { configMapKeyRef: { name: "settings", key: "LVL" } } }],
        }),
      ),
      deployment(
        "projected",
        {},
        template(
          "projected",
          {},
          {
            volumes: [
              { name: "all", projected: { sources: [{ configMap: { name: "ca-bundle" } }] } },
            ],
          },
        ),
      ),
      deployment("pull", {}, template("pull", {}, { imagePullSecrets: [{ name: "registry" }] })),
      deployment(
        "claim",
        {},
        template(
          "claim",
          {},
          {
            volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
          },
        ),
      ),
    ],
    means: [
      "config-refs-exist Deployment/shop/env",
      "config-refs-exist Deployment/shop/key",
      "config-refs-exist Deployment/shop/projected",
      "config-refs-exist Deployment/shop/pull",
      "config-refs-exist Deployment/shop/claim",
      "service-account-exists Deployment/shop/claim",
    ],
  },
];
