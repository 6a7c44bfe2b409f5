import { resolve } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** One object of each kind with its own way to drift; small, so that it starts within seconds. */
const { kubeconfig, identifier } = new pulumi.Config("hanok").requireObject<{
  kubeconfig: string;
  identifier: string;
}>("cluster");
const provider = new k8s.Provider("cluster", {
  kubeconfig: resolve(kubeconfig),
  clusterIdentifier: identifier,
});
const own = { provider };
const namespace = "house";
const home = new k8s.core.v1.Namespace(namespace, { metadata: { name: namespace } }, own);
const inside = { provider, dependsOn: home };
const named = (name: string) => ({ name, namespace, labels: { app: name } });
const unawaited = (name: string) => ({
  ...named(name),
  annotations: { "pulumi.com/skipAwait": "true" },
});
const container = {
  image: "registry.test/web:1.0.0",
  env: [{ name: "LEVEL", value: "info" }],
  ports: [{ containerPort: 8080 }],
  resources: { requests: { cpu: "1000m", memory: "64Mi" }, limits: { memory: "128Mi" } },
};
const template = (name: string) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ ...container, name }] },
});
const selector = (name: string) => ({ matchLabels: { app: name } });

for (const name of ["fixed", "edited", "scaled", "restarted"])
  new k8s.apps.v1.Deployment(
    name,
    {
      metadata: unawaited(name),
      spec: {
        ...(name === "scaled" ? {} : { replicas: 1 }),
        selector: selector(name),
        template: template(name),
      },
    },
    inside,
  );
new k8s.autoscaling.v2.HorizontalPodAutoscaler(
  "scaled-autoscaler",
  {
    metadata: named("scaled"),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scaled" },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
        },
      ],
    },
  },
  inside,
);
new k8s.apps.v1.StatefulSet(
  "store",
  {
    metadata: unawaited("store"),
    spec: {
      serviceName: "store",
      replicas: 1,
      selector: selector("store"),
      template: template("store"),
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
  },
  inside,
);
new k8s.batch.v1.Job(
  "once",
  {
    metadata: unawaited("once"),
    spec: {
      template: {
        metadata: { labels: { app: "once" } },
        spec: { restartPolicy: "Never", containers: [{ ...container, name: "once" }] },
      },
    },
  },
  inside,
);
new k8s.core.v1.Service(
  "store-service",
  {
    metadata: unawaited("store"),
    spec: { selector: { app: "store" }, ports: [{ port: 8080, targetPort: 8080 }] },
  },
  inside,
);
new k8s.core.v1.Service(
  "public",
  {
    metadata: unawaited("public"),
    spec: { type: "LoadBalancer", selector: { app: "fixed" }, ports: [{ port: 443 }] },
  },
  inside,
);
new k8s.core.v1.ConfigMap(
  "settings",
  { metadata: named("settings"), data: { mode: "safe" } },
  inside,
);
new k8s.core.v1.Secret(
  "password",
  {
    metadata: named("password"),
    stringData: { password: pulumi.secret("correct-horse-battery") },
  },
  inside,
);
new k8s.networking.v1.NetworkPolicy(
  "walls",
  {
    metadata: named("walls"),
    spec: {
      podSelector: selector("fixed"),
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: selector("edited") }], ports: [{ port: 8080 }] }],
    },
  },
  inside,
);
new k8s.policy.v1.PodDisruptionBudget(
  "budget",
  { metadata: named("fixed"), spec: { maxUnavailable: 1, selector: selector("fixed") } },
  inside,
);
new k8s.core.v1.ServiceAccount("account", { metadata: named("account") }, inside);
new k8s.admissionregistration.v1.ValidatingWebhookConfiguration(
  "hook",
  {
    metadata: { name: "house-hook" },
    webhooks: [
      {
        name: "hook.house.test",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        failurePolicy: "Ignore",
        rules: [
          { apiGroups: ["house.test"], apiVersions: ["v1"], resources: ["*"], operations: ["*"] },
        ],
        clientConfig: { service: { name: "hook", namespace } },
      },
    ],
  },
  own,
);
