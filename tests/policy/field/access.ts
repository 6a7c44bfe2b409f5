import { type FieldPlan, k8s, of } from "./declare.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const role = (name: string, ...rules: readonly object[]) =>
  k8s(rbac, "ClusterRole", name, { rules });
const rule = (apiGroups: string[], resources: string[], verbs: string[], more: object = {}) => ({
  apiGroups,
  resources,
  verbs,
  ...more,
});
const binding = (
  kind: string,
  name: string,
  roleKind: string,
  roleName: string,
  subjects: object[],
) =>
  k8s(rbac, kind, name, {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: roleKind, name: roleName },
    subjects,
  });
const gateway = "gateway.networking.k8s.io/v1";
const api = [
  k8s("apps/v1", "Deployment", "shop/api", {
    spec: {
      selector: { matchLabels: { app: "api" } },
      template: {
        metadata: { labels: { app: "api" } },
        spec: {
          containers: [
            { name: "api", image: "ghcr.io/shop/api:1.0.0", ports: [{ containerPort: 8080 }] },
          ],
        },
      },
    },
  }),
  k8s("v1", "Service", "shop/api", {
    spec: { selector: { app: "api" }, ports: [{ name: "http", port: 8080 }] },
  }),
];
const listener = (props: object = {}) => ({
  name: "https",
  port: 443,
  protocol: "HTTPS",
  tls: { certificateRefs: [{ name: "shop-tls" }] },
  ...props,
});
const edge = (name: string, ...listeners: readonly object[]) =>
  k8s(gateway, "Gateway", `shop/${name}`, { spec: { gatewayClassName: "istio", listeners } });
const route = (name: string, spec: object) =>
  k8s(gateway, "HTTPRoute", `shop/${name}`, {
    spec: { parentRefs: [{ name: "edge" }], hostnames: ["shop.example"], ...spec },
  });
const to = (value: string, name: string, port: number) => ({
  matches: [{ path: { type: "PathPrefix", value } }],
  backendRefs: [{ name, port }],
});

/** Violating plans of Kubernetes permissions, gateways and releases. */
export const accessPlans: readonly FieldPlan[] = [
  {
    why: "roles with wildcards, also in a namespace and for one group",
    resources: [
      role("all", rule(["*"], ["*"], ["*"])),
      k8s(rbac, "Role", "shop/apps", { rules: [rule(["apps"], ["*"], ["*"])] }),
      role("verbs", rule(["*"], ["deployments"], ["*"])),
    ],
    means: [
      "rbac-no-wildcards ClusterRole/all",
      "rbac-no-wildcards Role/shop/apps",
      "rbac-no-wildcards ClusterRole/verbs",
    ],
  },
  {
    why: "administrators: everybody unauthenticated, a default account, everyone who may edit",
    resources: [
      binding("ClusterRoleBinding", "anonymous", "ClusterRole", "cluster-admin", [
        { kind: "Group", name: "system:unauthenticated", apiGroup: "rbac.authorization.k8s.io" },
      ]),
      binding("ClusterRoleBinding", "editors", "ClusterRole", "edit", [
        { kind: "Group", name: "developers", apiGroup: "rbac.authorization.k8s.io" },
      ]),
      binding("RoleBinding", "shop/view", "ClusterRole", "view", [
        { kind: "ServiceAccount", name: "default", namespace: "shop" },
      ]),
    ],
    means: [
      "rbac-no-cluster-admin-binding ClusterRoleBinding/anonymous",
      "rbac-no-cluster-admin-binding ClusterRoleBinding/editors",
      "rbac-no-cluster-admin-binding RoleBinding/shop/view",
    ],
  },
  {
    why: "every Secret, by name and by wildcard",
    resources: [
      role("secrets", rule([""], ["configmaps", "secrets"], ["list", "watch"])),
      role("core", rule([""], ["*"], ["get"])),
      role("groups", rule(["*"], ["secrets"], ["*"])),
    ],
    means: [
      "rbac-no-secret-read-all ClusterRole/secrets",
      "rbac-no-secret-read-all ClusterRole/core",
      "rbac-no-secret-read-all ClusterRole/groups",
    ],
  },
  {
    why: "ways to become more: escalate, bind, impersonate, exec, tokens, node proxies, webhooks",
    resources: [
      role("escalate", rule([rbac.slice(0, -3)], ["clusterroles"], ["get", "escalate", "bind"])),
      role("impersonate", rule([""], ["users", "groups"], ["impersonate"])),
      k8s(rbac, "Role", "shop/exec", {
        rules: [rule([""], ["pods", "pods/exec"], ["get", "create"])],
      }),
      role("token", rule([""], ["serviceaccounts/token"], ["create"])),
      role("proxy", rule([""], ["nodes/proxy"], ["*"])),
      role(
        "webhooks",
        rule(["admissionregistration.k8s.io"], ["mutatingwebhookconfigurations"], ["get", "patch"]),
      ),
    ],
    means: [
      "rbac-no-escalation-verbs ClusterRole/escalate",
      "rbac-no-escalation-verbs ClusterRole/impersonate",
      "rbac-no-escalation-verbs Role/shop/exec",
      "rbac-no-escalation-verbs ClusterRole/token",
      "rbac-no-escalation-verbs ClusterRole/proxy",
      "rbac-no-escalation-verbs ClusterRole/webhooks",
    ],
  },
  {
    why: "bindings of a role that was renamed, and to an account without a namespace",
    resources: [
      k8s(rbac, "Role", "shop/reader", { rules: [rule([""], ["pods"], ["get"])] }),
      k8s("v1", "ServiceAccount", "shop/api", { automountServiceAccountToken: false }),
      binding("RoleBinding", "shop/renamed", "Role", "pod-reader", [
        { kind: "ServiceAccount", name: "api", namespace: "shop" },
      ]),
      binding("ClusterRoleBinding", "nowhere", "ClusterRole", "view", [
        { kind: "ServiceAccount", name: "api" },
      ]),
    ],
    means: [
      "rbac-refs-exist RoleBinding/shop/renamed",
      "rbac-refs-exist ClusterRoleBinding/nowhere",
    ],
  },
  {
    why: "a gateway in clear, and one whose TLS names no certificate",
    resources: [
      edge("plain", listener({ name: "http", port: 80, protocol: "HTTP", tls: undefined })),
      edge("bare", listener({ tls: { mode: "Terminate", certificateRefs: [] } })),
      ...api,
      route("web", { parentRefs: [{ name: "plain" }], rules: [to("/", "api", 8080)] }),
    ],
    means: ["gateway-listener-tls Gateway/shop/plain", "gateway-listener-tls Gateway/shop/bare"],
  },
  {
    why: "routes to nothing: no Service, another port, another namespace; from a gateway that is not there",
    resources: [
      edge("edge", listener()),
      ...api,
      k8s("v1", "Service", "other/api", { spec: { ports: [{ port: 8080 }] } }),
      route("missing", { rules: [to("/a", "apii", 8080)] }),
      route("port", { rules: [to("/b", "api", 80)] }),
      route("elsewhere", {
        rules: [{ backendRefs: [{ name: "api", namespace: "other", port: 8080 }] }],
      }),
      route("orphan", { parentRefs: [{ name: "egde" }], rules: [to("/d", "api", 8080)] }),
    ],
    means: [
      "gateway-route-backend-exists HTTPRoute/shop/missing",
      "gateway-route-backend-exists HTTPRoute/shop/port",
      "gateway-route-backend-exists HTTPRoute/shop/elsewhere",
      "gateway-route-parent-exists HTTPRoute/shop/orphan",
    ],
  },
  {
    why: "two routes of one gateway that claim the same host and path, one of them by default",
    resources: [
      edge("edge", listener()),
      ...api,
      route("one", { rules: [to("/", "api", 8080)] }),
      route("two", { rules: [{ backendRefs: [{ name: "api", port: 8080 }] }] }),
    ],
    means: ["gateway-host-path-unique HTTPRoute/shop/one|HTTPRoute/shop/two"],
  },
  {
    why: "a public ALB of the Gateway API without a web ACL",
    resources: [
      k8s(gateway, "GatewayClass", "alb", {
        spec: { controllerName: "gateway.k8s.aws/alb" },
      }),
      k8s("gateway.k8s.aws/v1beta1", "LoadBalancerConfiguration", "shop/edge", {
        spec: { scheme: "internet-facing" },
      }),
      k8s(gateway, "Gateway", "shop/edge", {
        spec: {
          gatewayClassName: "alb",
          infrastructure: {
            parametersRef: {
              group: "gateway.k8s.aws",
              kind: "LoadBalancerConfiguration",
              name: "edge",
            },
          },
          listeners: [listener()],
        },
      }),
    ],
    means: ["gateway-public-has-waf Gateway/shop/edge|LoadBalancerConfiguration/shop/edge"],
  },
  {
    why: "releases whose values hold passwords, nested and in variables",
    resources: [
      of("kubernetes:helm.sh/v3:Release", "postgresql", {
        chart: "postgresql",
        version: "16.0.0",
        namespace: "data",
        values: { auth: { username: "app", password: "hunter2-hunter2" }, primary: {} },
      }),
      of("kubernetes:helm.sh/v3:Release", "grafana", {
        chart: "grafana",
        values: {
          env: { GF_DATABASE_URL: "mysql://grafana:s3cr3t@db:3306/grafana" },
          extraEnv: [{ name: "SMTP_PASSWORD", value: "mail-mail-mail" }],
        },
      }),
      of("kubernetes:helm.sh/v4:Chart", "redis", {
        chart: "redis",
        values: { global: { redis: { password: "hunter2-hunter2" } } },
      }),
    ],
    means: [
      "helm-release-no-secret-values postgresql",
      "helm-release-no-secret-values grafana",
      "helm-release-no-secret-values redis",
    ],
  },
];
