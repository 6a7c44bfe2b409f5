import { container, namespace, template } from "./clean-pod.ts";
import { type FieldPlan, k8s, of } from "./declare.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const group = "rbac.authorization.k8s.io";
const metrics = { "k8s-app": "metrics-server" };

/** Clean plans of controllers and their permissions. */
export const cleanOperatorPlans: readonly FieldPlan[] = [
  {
    why: "metrics-server as its chart renders it, with roles that every cluster has",
    resources: [
      of("kubernetes:helm.sh/v4:Chart", "metrics", {
        chart: "metrics-server",
        namespace: "kube-system",
      }),
      k8s("v1", "ServiceAccount", "kube-system/metrics-server", {}, { parent: "metrics" }),
      k8s(
        rbac,
        "ClusterRole",
        "system:metrics-server",
        {
          rules: [
            { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
            {
              apiGroups: [""],
              resources: ["pods", "nodes", "namespaces"],
              verbs: ["get", "list", "watch"],
            },
          ],
        },
        { parent: "metrics" },
      ),
      ...[
        ["system:metrics-server", "system:metrics-server"],
        ["metrics-server:system:auth-delegator", "system:auth-delegator"],
      ].map(([name = "", role]) =>
        k8s(
          rbac,
          "ClusterRoleBinding",
          name,
          {
            roleRef: { apiGroup: group, kind: "ClusterRole", name: role },
            subjects: [
              { kind: "ServiceAccount", name: "metrics-server", namespace: "kube-system" },
            ],
          },
          { parent: "metrics" },
        ),
      ),
      k8s(
        rbac,
        "RoleBinding",
        "kube-system/metrics-server-auth-reader",
        {
          roleRef: {
            apiGroup: group,
            kind: "Role",
            name: "extension-apiserver-authentication-reader",
          },
          subjects: [{ kind: "ServiceAccount", name: "metrics-server", namespace: "kube-system" }],
        },
        { parent: "metrics" },
      ),
      k8s(
        "apps/v1",
        "Deployment",
        "kube-system/metrics-server",
        {
          spec: {
            replicas: 2,
            selector: { matchLabels: metrics },
            strategy: { rollingUpdate: { maxUnavailable: 0 } },
            template: template(metrics, "metrics-server", {
              automountServiceAccountToken: true,
              priorityClassName: "system-cluster-critical",
              containers: [
                container("metrics-server", undefined, {
                  image: "registry.k8s.io/metrics-server/metrics-server:v0.8.0",
                  args: ["--secure-port=10250", "--metric-resolution=15s"],
                  ports: [{ name: "https", containerPort: 10250, protocol: "TCP" }],
                  readinessProbe: { httpGet: { path: "/readyz", port: "https", scheme: "HTTPS" } },
                  livenessProbe: { httpGet: { path: "/livez", port: "https", scheme: "HTTPS" } },
                }),
              ],
            }),
          },
        },
        { parent: "metrics" },
      ),
      k8s(
        "policy/v1",
        "PodDisruptionBudget",
        "kube-system/metrics-server",
        { spec: { minAvailable: 1, selector: { matchLabels: metrics } } },
        { parent: "metrics" },
      ),
      k8s(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "kube-system/metrics-server",
        {
          spec: {
            podSelector: { matchLabels: metrics },
            policyTypes: ["Ingress"],
            ingress: [{ ports: [{ port: 10250 }] }],
          },
        },
        { parent: "metrics" },
      ),
      k8s(
        "v1",
        "Service",
        "kube-system/metrics-server",
        {
          spec: {
            selector: metrics,
            ports: [{ name: "https", port: 443, targetPort: "https", appProtocol: "https" }],
          },
        },
        { parent: "metrics" },
      ),
      k8s(
        "apiregistration.k8s.io/v1",
        "APIService",
        "v1beta1.metrics.k8s.io",
        {
          spec: {
            service: { name: "metrics-server", namespace: "kube-system", port: 443 },
            group: "metrics.k8s.io",
            version: "v1beta1",
            groupPriorityMinimum: 100,
            versionPriority: 100,
          },
        },
        { parent: "metrics" },
      ),
    ],
  },
  {
    why: "an operator: its role in its own namespace, leases, webhooks, a certificate as a Secret",
    resources: [
      ...namespace("operators"),
      k8s("v1", "ServiceAccount", "operators/queue-operator", {
        automountServiceAccountToken: false,
      }),
      k8s(rbac, "Role", "operators/queue-operator", {
        rules: [
          {
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            verbs: ["get", "create", "update"],
          },
          {
            apiGroups: [""],
            resources: ["secrets"],
            resourceNames: ["queue-operator-tls"],
            verbs: ["get", "update"],
          },
        ],
      }),
      k8s(rbac, "RoleBinding", "operators/queue-operator", {
        roleRef: { apiGroup: group, kind: "Role", name: "queue-operator" },
        subjects: [{ kind: "ServiceAccount", name: "queue-operator", namespace: "operators" }],
      }),
      k8s(rbac, "ClusterRole", "queue-operator", {
        rules: [
          {
            apiGroups: ["apps"],
            resources: ["deployments"],
            verbs: ["get", "list", "watch", "patch"],
          },
          {
            apiGroups: ["queues.shop.example"],
            resources: ["queues", "queues/status"],
            verbs: ["get", "list", "watch", "update"],
          },
        ],
      }),
      k8s(rbac, "ClusterRoleBinding", "queue-operator", {
        roleRef: { apiGroup: group, kind: "ClusterRole", name: "queue-operator" },
        subjects: [{ kind: "ServiceAccount", name: "queue-operator", namespace: "operators" }],
      }),
      k8s("cert-manager.io/v1", "Certificate", "operators/queue-operator", {
        spec: {
          secretName: "queue-operator-tls",
          dnsNames: ["queue-operator.operators.svc"],
          issuerRef: { kind: "Issuer", name: "self" },
        },
      }),
      k8s("apps/v1", "Deployment", "operators/queue-operator", {
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: "queue-operator" } },
          template: template({ app: "queue-operator" }, "queue-operator", {
            automountServiceAccountToken: true,
            containers: [
              container("queue-operator", 9443, {
                image:
                  "ghcr.io/shop/queue-operator@sha256:9b2c0000000000000000000000000000000000000000000000000000000000aa",
              }),
            ],
            volumes: [
              { name: "tmp", emptyDir: {} },
              { name: "tls", secret: { secretName: "queue-operator-tls" } },
            ],
          }),
        },
      }),
      k8s("v1", "Service", "operators/queue-operator", {
        spec: { selector: { app: "queue-operator" }, ports: [{ port: 443, targetPort: 9443 }] },
      }),
      k8s("networking.k8s.io/v1", "NetworkPolicy", "operators/queue-operator", {
        spec: {
          podSelector: { matchLabels: { app: "queue-operator" } },
          ingress: [{ ports: [{ port: 9443 }] }],
        },
      }),
      k8s("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "queue-operator", {
        webhooks: [
          {
            name: "queues.shop.example",
            clientConfig: {
              service: { name: "queue-operator", namespace: "operators", path: "/validate" },
            },
            admissionReviewVersions: ["v1"],
            sideEffects: "None",
          },
        ],
      }),
    ],
  },
];
