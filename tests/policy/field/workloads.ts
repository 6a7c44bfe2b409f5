import { deployment, service, template } from "./apps.ts";
import { type FieldPlan, k8s, of } from "./declare.ts";

const scaler = (name: string, target: object, spec: object = {}) =>
  k8s("autoscaling/v2", "HorizontalPodAutoscaler", `shop/${name}`, {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", ...target },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
      ],
      ...spec,
    },
  });
const budget = (name: string, spec: object) =>
  k8s("policy/v1", "PodDisruptionBudget", `shop/${name}`, { spec });

/** Violating plans of workloads, and of what scales and keeps them. */
export const workloadPlans: readonly FieldPlan[] = [
  {
    why: "budgets that let no pod go: by number, by zero percent, with both bounds; and one of nothing",
    resources: [
      deployment("a", { replicas: 3 }),
      deployment("b", { replicas: 3 }),
      deployment("c", { replicas: 3 }),
      deployment("d", { replicas: 3 }),
      budget("a", { minAvailable: 3, selector: { matchLabels: { app: "a" } } }),
      budget("b", { maxUnavailable: "0%", selector: { matchLabels: { app: "b" } } }),
      budget("c", { minAvailable: 1, maxUnavailable: 1, selector: { matchLabels: { app: "c" } } }),
      budget("d", {
        maxUnavailable: 1,
        selector: { matchLabels: { "app.kubernetes.io/name": "d" } },
      }),
    ],
    means: [
      "pdb-not-blocking PodDisruptionBudget/shop/a",
      "pdb-not-blocking PodDisruptionBudget/shop/b",
      "pdb-not-blocking PodDisruptionBudget/shop/c",
      "pdb-for-multi-replica Deployment/shop/d",
    ],
  },
  {
    why: "autoscalers that fight: two for one Deployment, a count beside them, a budget as high, no requests",
    resources: [
      deployment("api", { replicas: 2 }),
      scaler("api", { name: "api" }, { minReplicas: 3 }),
      k8s("keda.sh/v1alpha1", "ScaledObject", "shop/api", {
        spec: {
          scaleTargetRef: { name: "api" },
          minReplicaCount: 2,
          maxReplicaCount: 4,
          triggers: [{ type: "cpu", metricType: "Utilization", metadata: { value: "70" } }],
        },
      }),
      budget("api", { minAvailable: 3, selector: { matchLabels: { app: "api" } } }),
    ],
    means: [
      "hpa-owns-replicas Deployment/shop/api",
      "hpa-needs-requests HorizontalPodAutoscaler/shop/api|Deployment/shop/api",
      "hpa-target-exists HorizontalPodAutoscaler/shop/api|ScaledObject/shop/api",
      "pdb-not-above-hpa-min PodDisruptionBudget/shop/api",
    ],
  },
  {
    why: "autoscalers that aim at nothing: another kind, another namespace; and one without room",
    stack: "prod",
    resources: [
      deployment("api"),
      scaler("kind", { kind: "StatefulSet", name: "api" }),
      k8s("autoscaling/v2", "HorizontalPodAutoscaler", "other/api", {
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
          minReplicas: 1,
          maxReplicas: 1,
        },
      }),
    ],
    means: [
      "hpa-target-exists HorizontalPodAutoscaler/shop/kind",
      "hpa-target-exists HorizontalPodAutoscaler/other/api",
      "hpa-bounds HorizontalPodAutoscaler/other/api",
      "deployment-replicas-min Deployment/shop/api",
    ],
  },
  {
    why: "a StatefulSet behind an ordinary Service, on a class of yesterday",
    resources: [
      k8s("storage.k8s.io/v1", "StorageClass", "fast", {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "kubernetes.io/aws-ebs",
        parameters: { type: "gp2" },
      }),
      k8s("storage.k8s.io/v1", "StorageClass", "plain", {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp3", encrypted: "false" },
        volumeBindingMode: "Immediate",
      }),
      service("mongo", { selector: { app: "mongo" }, ports: [{ port: 27017 }] }),
      k8s("apps/v1", "StatefulSet", "shop/mongo", {
        spec: {
          serviceName: "mongo",
          replicas: 3,
          selector: { matchLabels: { app: "mongo" } },
          template: template("mongo", { ports: [{ containerPort: 27017 }] }),
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "faster",
                resources: { requests: { storage: "20Gi" } },
              },
            },
          ],
        },
      }),
    ],
    means: [
      "storageclass-encrypted-gp3 StorageClass/fast",
      "storageclass-encrypted-gp3 StorageClass/plain",
      "statefulset-headless-service StatefulSet/shop/mongo|Service/shop/mongo",
      "statefulset-storage StatefulSet/shop/mongo",
      "pdb-for-multi-replica StatefulSet/shop/mongo",
      "workload-spread StatefulSet/shop/mongo",
    ],
  },
  {
    why: "selectors: of other labels than the pods', and of another workload's pods",
    resources: [
      deployment("api", { selector: { matchLabels: { app: "api", tier: "web" } } }),
      deployment("canary", { selector: { matchLabels: { app: "web" } } }, template("web")),
      deployment("web"),
    ],
    means: [
      "deployment-selector-matches-template Deployment/shop/api",
      "workload-selectors-disjoint Deployment/shop/canary|Deployment/shop/web",
    ],
  },
  {
    why: "API versions of another decade",
    resources: [
      k8s("policy/v1beta1", "PodDisruptionBudget", "shop/api", {
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: "api" } } },
      }),
      k8s("autoscaling/v2beta2", "HorizontalPodAutoscaler", "shop/api", {
        spec: { scaleTargetRef: { kind: "Deployment", name: "api" }, maxReplicas: 3 },
      }),
      k8s("batch/v1beta1", "CronJob", "shop/sweep", { spec: { schedule: "@daily" } }),
      k8s("extensions/v1beta1", "Ingress", "shop/web", {
        spec: { backend: { serviceName: "api", servicePort: 80 } },
      }),
      k8s("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "fair", { spec: {} }),
    ],
    means: [
      "served-api-version PodDisruptionBudget/shop/api",
      "served-api-version HorizontalPodAutoscaler/shop/api",
      "served-api-version CronJob/shop/sweep",
      "served-api-version Ingress/shop/web",
      "served-api-version FlowSchema/fair",
    ],
  },
  {
    why: "probes that are missing, the same, or ask at a door that is not there; and a rollout that stops all",
    stack: "prod",
    resources: [
      deployment(
        "none",
        { replicas: 3, strategy: { type: "Recreate" } },
        template("none", { ports: [{ containerPort: 8080 }] }),
      ),
      deployment(
        "same",
        {
          replicas: 2,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "100%" } },
        },
        template("same", {
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/", port: 8080 } },
          livenessProbe: { httpGet: { path: "/", port: 8080 } },
        }),
      ),
      deployment(
        "door",
        { replicas: 1 },
        template("door", {
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: { httpGet: { path: "/ready", port: "management" } },
          livenessProbe: { grpc: { port: 9090 } },
        }),
      ),
    ],
    means: [
      "pod-readiness-probe Deployment/shop/none",
      "deployment-rolling-update Deployment/shop/none",
      "workload-spread Deployment/shop/none",
      "pod-liveness-probe-distinct Deployment/shop/same",
      "deployment-rolling-update Deployment/shop/same",
      "pod-probe-port-declared Deployment/shop/door",
      "deployment-replicas-min Deployment/shop/door",
    ],
  },
  {
    why: "a ConfigGroup's pods that spread by another label, in a namespace that nobody made",
    resources: [
      of("kubernetes:yaml/v2:ConfigGroup", "manifests", { files: ["k8s/*.yaml"] }),
      k8s(
        "apps/v1",
        "Deployment",
        "shop/api",
        {
          spec: {
            replicas: 3,
            selector: { matchLabels: { app: "api" } },
            template: template(
              "api",
              {},
              {
                topologySpreadConstraints: [
                  {
                    maxSkew: 1,
                    topologyKey: "topology.kubernetes.io/zone",
                    whenUnsatisfiable: "ScheduleAnyway",
                    labelSelector: { matchLabels: { app: "web" } },
                  },
                ],
              },
            ),
          },
        },
        { parent: "manifests" },
      ),
      k8s("v1", "Namespace", "platform", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
      }),
    ],
    means: ["workload-spread Deployment/shop/api", "namespace-exists Deployment/shop/api"],
  },
];
