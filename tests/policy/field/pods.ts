import { type FieldPlan, k8s, of } from "./declare.ts";

const labels = { app: "api" };
const pod = (spec: object) => ({ metadata: { labels }, spec });
const selected = (spec: object, more: object = {}) => ({
  spec: { selector: { matchLabels: labels }, template: pod(spec), ...more },
});
const image = "docker.io/library/nginx:1.29.1";
const nobody = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
const narrow = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const sized = {
  requests: { cpu: "100m", memory: "64Mi" },
  limits: { memory: "128Mi" },
};

/** Violating plans of pods. */
export const podPlans: readonly FieldPlan[] = [
  {
    why: "the Deployment of a tutorial",
    resources: [
      k8s(
        "apps/v1",
        "Deployment",
        "web",
        selected({ containers: [{ name: "web", image: "nginx" }] }),
      ),
    ],
    means: [
      "pod-image-pinned Deployment/web",
      "pod-no-privilege-escalation Deployment/web",
      "pod-run-as-non-root Deployment/web",
      "pod-drop-all-capabilities Deployment/web",
      "pod-readonly-root Deployment/web",
      "pod-seccomp Deployment/web",
      "pod-token-not-mounted Deployment/web",
      "pod-not-default-service-account Deployment/web",
      "pod-not-default-namespace Deployment/web",
      "pod-requests-and-memory-limit Deployment/web",
      "netpol-covers-workloads Deployment/web",
    ],
  },
  {
    why: "a node agent of a rendered chart: host's network, processes, disk and ports",
    resources: [
      of("kubernetes:helm.sh/v4:Chart", "agent", { chart: "agent", namespace: "monitoring" }),
      k8s(
        "apps/v1",
        "DaemonSet",
        "monitoring/agent",
        selected({
          hostNetwork: true,
          hostPID: true,
          hostIPC: true,
          initContainers: [{ name: "sysctl", image, securityContext: { privileged: true } }],
          containers: [
            {
              name: "agent",
              image,
              ports: [{ containerPort: 9100, hostPort: 9100 }],
              securityContext: { ...narrow, procMount: "Unmasked" },
            },
          ],
          securityContext: { ...nobody, sysctls: [{ name: "kernel.msgmax", value: "65536" }] },
          volumes: [
            { name: "root", hostPath: { path: "/" } },
            { name: "share", nfs: { server: "10.0.0.9", path: "/" } },
          ],
        }),
        { parent: "agent" },
      ),
    ],
    means: [
      "pod-no-host-namespaces DaemonSet/monitoring/agent",
      "pod-no-privileged DaemonSet/monitoring/agent",
      "pod-no-hostpath DaemonSet/monitoring/agent",
      "pod-no-hostport DaemonSet/monitoring/agent",
      "pod-no-unsafe-proc-or-sysctl DaemonSet/monitoring/agent",
      "pod-restricted-volume-types DaemonSet/monitoring/agent",
    ],
  },
  {
    why: "a nightly job as root, with every capability, whose image is whatever is newest",
    resources: [
      k8s("batch/v1", "CronJob", "ops/backup", {
        spec: {
          schedule: "0 3 * * *",
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: "Always",
                  serviceAccountName: "default",
                  containers: [
                    {
                      name: "dump",
                      image: "registry.corp.example:5000/tools/dump",
                      securityContext: { runAsUser: 0, capabilities: { add: ["ALL"] } },
                    },
                  ],
                },
              },
            },
          },
        },
      }),
    ],
    means: [
      "pod-run-as-non-root CronJob/ops/backup",
      "pod-drop-all-capabilities CronJob/ops/backup",
      "pod-image-pinned CronJob/ops/backup",
      "pod-image-registry-allowed CronJob/ops/backup",
      "pod-not-default-service-account CronJob/ops/backup",
      "job-hygiene CronJob/ops/backup",
    ],
  },
  {
    why: "a StatefulSet whose container takes back what its pod promises",
    resources: [
      k8s(
        "apps/v1",
        "StatefulSet",
        "data/redis",
        selected({
          serviceAccountName: "redis",
          automountServiceAccountToken: false,
          securityContext: nobody,
          containers: [
            {
              name: "redis",
              image: "docker.io/library/redis:8.2",
              resources: { requests: { cpu: "1", memory: "2Gi" }, limits: { memory: "1Gi" } },
              securityContext: {
                ...narrow,
                runAsNonRoot: false,
                seccompProfile: { type: "Unconfined" },
                capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] },
              },
            },
          ],
        }),
      ),
    ],
    means: [
      "pod-run-as-non-root StatefulSet/data/redis",
      "pod-seccomp StatefulSet/data/redis",
      "pod-drop-all-capabilities StatefulSet/data/redis",
      "pod-requests-and-memory-limit StatefulSet/data/redis",
    ],
  },
  {
    why: "a debug container that stayed in a Pod, with the node's containerd",
    resources: [
      k8s("v1", "Pod", "shop/debug", {
        spec: {
          serviceAccountName: "debug",
          automountServiceAccountToken: true,
          securityContext: nobody,
          containers: [{ name: "main", image, securityContext: narrow, resources: sized }],
          ephemeralContainers: [
            {
              name: "shell",
              image: "docker.io/library/busybox:latest",
              securityContext: { privileged: true },
            },
          ],
          volumes: [{ name: "run", hostPath: { path: "/run/containerd/containerd.sock" } }],
        },
      }),
    ],
    means: [
      "pod-no-privileged Pod/shop/debug",
      "pod-no-hostpath Pod/shop/debug",
      "pod-image-pinned Pod/shop/debug",
    ],
  },
  {
    why: "an Argo Rollout with every mistake of a pod in its sidecar",
    resources: [
      k8s(
        "argoproj.io/v1alpha1",
        "Rollout",
        "shop/api",
        selected({
          serviceAccountName: "api",
          automountServiceAccountToken: false,
          securityContext: nobody,
          initContainers: [
            { name: "proxy", image: "docker.io/envoyproxy/envoy:v1.36", restartPolicy: "Always" },
          ],
          containers: [{ name: "api", image, securityContext: narrow, resources: sized }],
        }),
      ),
    ],
    means: [
      "pod-no-privilege-escalation Rollout/shop/api",
      "pod-drop-all-capabilities Rollout/shop/api",
      "pod-readonly-root Rollout/shop/api",
      "pod-requests-and-memory-limit Rollout/shop/api",
    ],
  },
  {
    why: "a list of Deployments, one of which sees the node's processes",
    resources: [
      of("kubernetes:apps/v1:DeploymentList", "all", {
        apiVersion: "apps/v1",
        kind: "DeploymentList",
        items: [
          {
            metadata: { name: "a", namespace: "shop" },
            ...selected({ containers: [{ name: "a", image }] }),
          },
          {
            metadata: { name: "b", namespace: "shop" },
            ...selected({ hostPID: true, containers: [{ name: "b", image: "nginx:latest" }] }),
          },
        ],
      }),
    ],
    means: ["pod-no-host-namespaces all", "pod-image-pinned all"],
  },
];
