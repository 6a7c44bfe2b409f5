import { type FieldPlan, k8s } from "./declare.ts";

const labels = { app: "api" };
const pod = (spec: object) => ({ metadata: { labels }, spec });
const selected = (spec: object, more: object = {}) => ({
  spec: { selector: { matchLabels: labels }, template: pod(spec), ...more },
});
const image = "docker.io/library/nginx:1.29.1";

/** Violating plans of what pods hold, and of namespaces. */
export const podContentPlans: readonly FieldPlan[] = [
  {
    why: "credentials in variables: by name, in an address, as AWS keys, in an init container",
    resources: [
      k8s(
        "apps/v1",
        "Deployment",
        "shop/api",
        selected({
          initContainers: [
            {
              name: "migrate",
              image,
              env: [{ name: "DATABASE_URL", value: "postgres://app:hunter2@db.internal:5432/app" }],
            },
          ],
          containers: [
            { name: "api", image, env: [{ name: "STRIPE_API_KEY", value: "sk_live_51H8" }] },
          ],
        }),
      ),
      k8s("batch/v1", "Job", "shop/seed", {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: "seed",
                  image,
                  env: [
                    { name: "AWS_KEY", value: "AKIAIOSFODNN7EXAMPLE" },
                    { name: "AWS_KEY", value: "AKIAIOSFODNN7EXAMPLE" },
                  ],
                },
              ],
            },
          },
        },
      }),
    ],
    means: [
      "pod-no-secret-literals-in-env Deployment/shop/api",
      "pod-no-secret-literals-in-env Job/shop/seed",
      "duplicate-env-vars Job/shop/seed",
      "job-hygiene Job/shop/seed",
    ],
  },
  {
    why: "ConfigMaps with a key, a password and an address that holds one",
    resources: [
      k8s("v1", "ConfigMap", "shop/keys", {
        data: { "tls.key": "-----BEGIN PRIVATE KEY-----\nMIIEvg==\n-----END PRIVATE KEY-----\n" },
      }),
      k8s("v1", "ConfigMap", "shop/settings", {
        data: { LOG_LEVEL: "info", DB_PASSWORD: "hunter2-hunter2" },
      }),
      k8s("v1", "ConfigMap", "shop/application", {
        data: {
          "application.yaml":
            "spring:\n  data:\n    mongodb:\n      uri: mongodb://root:toor99@mongo/app\n",
        },
      }),
    ],
    means: [
      "configmap-no-secrets ConfigMap/shop/keys",
      "configmap-no-secrets ConfigMap/shop/settings",
      "configmap-no-secrets ConfigMap/shop/application",
    ],
  },
  {
    why: "namespaces without Pod Security, or with too little of it",
    resources: [
      k8s("v1", "Namespace", "shop", { metadata: { labels: { team: "shop" } } }),
      k8s("v1", "Namespace", "tools", {
        metadata: {
          labels: {
            "pod-security.kubernetes.io/enforce": "privileged",
            "pod-security.kubernetes.io/warn": "restricted",
          },
        },
      }),
    ],
    means: [
      "namespace-pss-labels Namespace/shop",
      "namespace-pss-labels Namespace/tools",
      "netpol-default-deny Namespace/shop",
    ],
  },
];
