import { type Cases, one, secret, unknown } from "../support/case.ts";
import { container, object, podSpec, template, workload } from "../support/kubernetes.ts";

const image = (reference: unknown) =>
  workload("api", podSpec({ containers: [container({ image: reference })] }));
const env = (...variables: readonly object[]) =>
  workload("api", podSpec({ containers: [container({ env: variables })] }));
const main = `api ${template}.containers[0]`;

export const podContentCases: Cases = {
  "pod-image-pinned": {
    passes: one(image("registry.k8s.io/pause:3.10")),
    fails: one(image("nginx:latest"), { violates: [`${main}.image`] }),
    edge: {
      ...one(image("localhost:5000/shop/api"), { violates: [`${main}.image`] }),
      why: "the colon belongs to the registry's port",
    },
  },
  "pod-image-registry-allowed": {
    passes: one(image("nginx:1.29"), { settings: { allowedRegistries: ["docker.io"] } }),
    fails: one(image("evil.example/nginx:1.29"), { violates: [`${main}.image`] }),
    edge: {
      ...one(image("123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/api@sha256:ab")),
      why: "a registry of any account",
    },
  },
  "pod-no-secret-literals-in-env": {
    passes: one(
      env({ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }),
    ),
    fails: one(
      env(
        { name: "DB_PASSWORD", value: "hunter2" },
        { name: "DSN", value: "mysql://app:s3cr3t@db/shop" },
      ),
      { violates: [`${main}.env[0].name`, `${main}.env[1].name`] },
    ),
    edge: {
      ...one(
        env(
          { name: "TOKEN_TTL", value: "3600" },
          { name: "DSN", value: "mysql://app:$(DB_PASSWORD)@db/shop" },
          { name: "API_KEY", value: secret("x") },
          { name: "OTHER", value: unknown },
        ),
        { violates: [`${main}.env[2].name`], open: [`${main}.env[3].value`] },
      ),
      why: "what speaks about a token is none; a secret of Pulumi's is plain text in the pod",
    },
  },
  "configmap-no-secrets": {
    passes: one(object("v1", "ConfigMap", "settings", { data: { LOG_LEVEL: "info" } })),
    fails: one(object("v1", "ConfigMap", "settings", { data: { "db-password": "hunter2" } }), {
      violates: ["settings data.db-password"],
    }),
    edge: {
      ...one(
        object("v1", "ConfigMap", "settings", {
          data: { "app.yaml": "key: |\n  -----BEGIN RSA PRIVATE KEY-----\n" },
        }),
        { violates: ['settings data["app.yaml"]'] },
      ),
      why: "a private key inside a file",
    },
  },
  "namespace-pss-labels": {
    passes: one(
      object("v1", "Namespace", "shop", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      }),
    ),
    fails: one(object("v1", "Namespace", "shop", {}), {
      violates: ['shop metadata.labels["pod-security.kubernetes.io/enforce"]'],
    }),
    edge: {
      ...one(
        object("v1", "Namespace", "kube-system", {
          metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
        }),
      ),
      why: "a system namespace may be privileged",
    },
  },
};
