import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { AnyObject } from "./finding.ts";

const labels = { "app.kubernetes.io/name": "web" };
const metadata = { name: "web", namespace: "shop", labels };

/** A container without findings. */
export const container = {
  name: "web",
  image: "registry.test/web:1.2.3",
  ports: [{ containerPort: 8080 }],
  env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "web", key: "password" } } }],
  readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
  livenessProbe: { httpGet: { path: "/live", port: 8080 } },
  resources: {
    requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
    limits: { memory: "128Mi", "ephemeral-storage": "256Mi" },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsUser: 10001,
    runAsGroup: 10001,
  },
} satisfies IContainer;

/** A Deployment with that container, changed for a test. */
export function deployment(change: Partial<IContainer> = {}): AnyObject & IDeployment {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [{ ...container, ...change }],
        },
      },
    },
  };
}

/** Objects that a Deployment needs. */
export const around: readonly AnyObject[] = [
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    ...{
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080, protocol: "TCP" }] }],
        egress: [],
      },
    },
  },
  {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata,
    ...{ spec: { maxUnavailable: 1, selector: { matchLabels: labels } } },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    ...{ spec: { selector: labels, ports: [{ port: 8080, targetPort: 8080 }] } },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...metadata, annotations: { "kubectl.kubernetes.io/last-applied": "hunter2" } },
    ...{ data: { password: Buffer.from("hunter2").toString("base64") } },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata,
    ...{
      spec: {
        parentRefs: [{ name: "public", namespace: "gateway-system" }],
        hostnames: ["www.example.com"],
        rules: [{ backendRefs: [{ name: "web", port: 8080 }] }],
      },
    },
  },
];
