import { container, object, podSpec, workload } from "../support/kubernetes.ts";
import type { Plan } from "./plan.ts";

const namespace = object("v1", "Namespace", "shop", {
  metadata: {
    namespace: undefined,
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  },
});

/** Violating plans of Kubernetes objects. */
export const kubernetesPlans: readonly Plan[] = [
  {
    why: "an Argo Rollout that runs a privileged init container as root",
    resources: [
      namespace,
      object("argoproj.io/v1alpha1", "Rollout", "api", {
        spec: {
          selector: { matchLabels: { app: "api" } },
          template: {
            metadata: { labels: { app: "api" } },
            spec: podSpec({
              initContainers: [container({ name: "init", securityContext: { privileged: true } })],
            }),
          },
        },
      }),
    ],
    violates: ["pod-no-privileged api"],
  },
  {
    why: "a CronJob that mounts the node's container socket, and whose image has no version",
    resources: [
      namespace,
      object("batch/v1", "CronJob", "sweep", {
        spec: {
          schedule: "@daily",
          jobTemplate: {
            spec: {
              template: {
                spec: podSpec({
                  restartPolicy: "Never",
                  containers: [container({ image: "docker.io/library/docker" })],
                  volumes: [{ name: "s", hostPath: { path: "/var/run/docker.sock" } }],
                }),
              },
            },
          },
        },
      }),
    ],
    violates: ["pod-no-hostpath sweep", "pod-image-pinned sweep"],
  },
  {
    why: "a budget that never lets a pod go, by a percentage",
    resources: [
      namespace,
      workload("api", podSpec(), { spec: { replicas: 3 } }),
      object("policy/v1", "PodDisruptionBudget", "api-pdb", {
        spec: { minAvailable: "100%", selector: { matchLabels: { app: "api" } } },
      }),
    ],
    violates: ["pdb-not-blocking api-pdb"],
  },
  {
    why: "an autoscaler that aims at a Deployment's old name",
    resources: [
      namespace,
      workload("api"),
      object("autoscaling/v2", "HorizontalPodAutoscaler", "api-hpa", {
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" },
          minReplicas: 2,
          maxReplicas: 5,
        },
      }),
    ],
    violates: ["hpa-target-exists api-hpa"],
  },
  {
    why: "two HTTPRoutes of one gateway with the same host and path",
    resources: [
      namespace,
      workload("api", podSpec({ containers: [container({ ports: [{ containerPort: 80 }] })] })),
      object("v1", "Service", "api-svc", {
        spec: { selector: { app: "api" }, ports: [{ port: 80 }] },
      }),
      ...["one", "two"].map((name) =>
        object("gateway.networking.k8s.io/v1", "HTTPRoute", name, {
          spec: {
            parentRefs: [{ name: "edge" }],
            hostnames: ["shop.example"],
            rules: [
              {
                matches: [{ path: { type: "PathPrefix", value: "/api" } }],
                backendRefs: [{ name: "api-svc", port: 80 }],
              },
            ],
          },
        }),
      ),
      object("gateway.networking.k8s.io/v1", "Gateway", "edge", {
        spec: {
          gatewayClassName: "alb",
          listeners: [
            {
              name: "https",
              protocol: "HTTPS",
              port: 443,
              tls: { certificateRefs: [{ name: "c" }] },
            },
          ],
        },
      }),
    ],
    violates: ["gateway-host-path-unique two"],
  },
  {
    why: "an Ingress whose backend has another port name",
    resources: [
      namespace,
      workload("api", podSpec({ containers: [container({ ports: [{ containerPort: 80 }] })] })),
      object("v1", "Service", "api-svc", {
        spec: { selector: { app: "api" }, ports: [{ name: "http", port: 80 }] },
      }),
      object("networking.k8s.io/v1", "Ingress", "web", {
        spec: {
          ingressClassName: "alb",
          tls: [{ hosts: ["shop.example"] }],
          rules: [
            {
              host: "shop.example",
              http: {
                paths: [
                  {
                    path: "/",
                    pathType: "Prefix",
                    backend: { service: { name: "api-svc", port: { name: "web" } } },
                  },
                ],
              },
            },
          ],
        },
      }),
    ],
    violates: ["ingress-backend-exists web"],
  },
  {
    why: "a ClusterRole that does everything, bound to a default account",
    resources: [
      namespace,
      object("rbac.authorization.k8s.io/v1", "ClusterRole", "all", {
        rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
      }),
      object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "bind", {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "all" },
        subjects: [{ kind: "ServiceAccount", name: "default", namespace: "shop" }],
      }),
    ],
    violates: ["rbac-no-wildcards all", "rbac-no-cluster-admin-binding bind"],
  },
  {
    why: "a password in a literal variable of a sidecar, and a key that no Secret has",
    resources: [
      namespace,
      object("v1", "Secret", "db", { stringData: { url: "x" } }),
      workload(
        "api",
        podSpec({
          initContainers: [
            container({
              name: "proxy",
              restartPolicy: "Always",
              env: [{ name: "DB_PASSWORD", value: "hunter2-hunter2" }],
            }),
          ],
          containers: [
            container({
              env: [{ name: "URL", valueFrom: { secretKeyRef: { name: "db", key: "uri" } } }],
            }),
          ],
        }),
      ),
    ],
    violates: ["pod-no-secret-literals-in-env api", "config-refs-exist api"],
  },
  {
    why: "a Service that selects nothing, since the pods have another label",
    resources: [
      namespace,
      workload("api", podSpec(), { labels: { "app.kubernetes.io/name": "api" } }),
      object("v1", "Service", "api-svc", {
        spec: { selector: { "app.kubernetes.io/name": "backend" }, ports: [{ port: 80 }] },
      }),
    ],
    violates: ["service-selects-pods api-svc"],
  },
];
