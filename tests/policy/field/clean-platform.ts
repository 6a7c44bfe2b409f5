import { container, namespace, template } from "./clean-pod.ts";
import { type FieldPlan, k8s } from "./declare.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const group = "rbac.authorization.k8s.io";
const grafana = { "app.kubernetes.io/name": "grafana" };
const prometheus = { "app.kubernetes.io/name": "prometheus" };

/** Clean plans of what teams install beside their applications. */
export const cleanPlatformPlans: readonly FieldPlan[] = [
  {
    why: "a monitoring namespace: Prometheus on volumes, Grafana, scoped permissions",
    stack: "prod",
    resources: [
      ...namespace("monitoring"),
      k8s("storage.k8s.io/v1", "StorageClass", "gp3", {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp3", encrypted: "true" },
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      }),
      k8s("v1", "ServiceAccount", "monitoring/prometheus", { automountServiceAccountToken: false }),
      k8s("v1", "ServiceAccount", "monitoring/grafana", { automountServiceAccountToken: false }),
      k8s(rbac, "ClusterRole", "prometheus", {
        rules: [
          {
            apiGroups: [""],
            resources: ["nodes", "nodes/metrics", "services", "endpoints", "pods"],
            verbs: ["get", "list", "watch"],
          },
          {
            apiGroups: ["discovery.k8s.io"],
            resources: ["endpointslices"],
            verbs: ["get", "list", "watch"],
          },
          { nonResourceURLs: ["/metrics"], verbs: ["get"] },
        ],
      }),
      k8s(rbac, "ClusterRoleBinding", "prometheus", {
        roleRef: { apiGroup: group, kind: "ClusterRole", name: "prometheus" },
        subjects: [{ kind: "ServiceAccount", name: "prometheus", namespace: "monitoring" }],
      }),
      k8s("v1", "ConfigMap", "monitoring/prometheus", {
        data: {
          "prometheus.yml":
            "scrape_configs:\n  - job_name: pods\n    bearer_token_file: /var/run/secrets/token\n",
        },
      }),
      k8s("v1", "ConfigMap", "monitoring/proxy", {
        data: {
          "proxy.hcl": 'api_proxy {\n  use_auto_auth_token = "force"\n}\n',
        },
      }),
      k8s("apps/v1", "StatefulSet", "monitoring/prometheus", {
        spec: {
          serviceName: "prometheus",
          replicas: 2,
          selector: { matchLabels: prometheus },
          template: template(prometheus, "prometheus", {
            automountServiceAccountToken: true,
            containers: [
              container("prometheus", 9090, { image: "quay.io/prometheus/prometheus:v3.7.3" }),
            ],
            volumes: [
              { name: "tmp", emptyDir: {} },
              { name: "config", configMap: { name: "prometheus" } },
            ],
          }),
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "gp3",
                resources: { requests: { storage: "50Gi" } },
              },
            },
          ],
        },
      }),
      k8s("v1", "Service", "monitoring/prometheus", {
        spec: { clusterIP: "None", selector: prometheus, ports: [{ name: "http", port: 9090 }] },
      }),
      k8s("policy/v1", "PodDisruptionBudget", "monitoring/prometheus", {
        spec: { minAvailable: 1, selector: { matchLabels: prometheus } },
      }),
      k8s("v1", "ConfigMap", "monitoring/grafana", {
        data: {
          "grafana.ini": "[database]\ntype = postgres\npassword = $__file{/etc/secrets/password}\n",
          "dashboard.json": '{"title": "Logins", "panels": [{"title": "Failed passwords"}]}',
        },
      }),
      k8s("bitnami.com/v1alpha1", "SealedSecret", "monitoring/grafana-admin", {
        spec: {
          encryptedData: { password: "AgBy3i4OJSWK" },
          template: { metadata: { name: "grafana-admin", namespace: "monitoring" } },
        },
      }),
      k8s("apps/v1", "Deployment", "monitoring/grafana", {
        spec: {
          replicas: 2,
          selector: { matchLabels: grafana },
          template: template(grafana, "grafana", {
            containers: [
              container("grafana", 3000, {
                image: "docker.io/grafana/grafana:12.2.1",
                env: [
                  {
                    name: "GF_SECURITY_ADMIN_PASSWORD",
                    valueFrom: { secretKeyRef: { name: "grafana-admin", key: "password" } },
                  },
                ],
              }),
            ],
            volumes: [
              { name: "tmp", emptyDir: {} },
              {
                name: "config",
                configMap: {
                  name: "grafana",
                  items: [{ key: "grafana.ini", path: "grafana.ini" }],
                },
              },
            ],
          }),
        },
      }),
      k8s("v1", "Service", "monitoring/grafana", {
        spec: { selector: grafana, ports: [{ name: "http", port: 80, targetPort: 3000 }] },
      }),
      k8s("policy/v1", "PodDisruptionBudget", "monitoring/grafana", {
        spec: { maxUnavailable: 1, selector: { matchLabels: grafana } },
      }),
      k8s("monitoring.coreos.com/v1", "ServiceMonitor", "monitoring/grafana", {
        spec: { selector: { matchLabels: grafana }, endpoints: [{ port: "http" }] },
      }),
    ],
  },
];
