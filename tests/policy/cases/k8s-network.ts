import { type Cases, three, unknown } from "../support/case.ts";
import { object, podSpec, workload } from "../support/kubernetes.ts";

const service = object("v1", "Service", "svc", { spec: { ports: [{ name: "http", port: 80 }] } });
const ingress = (name: string, backend: object, more: object = {}, metadata: object = {}) =>
  object("networking.k8s.io/v1", "Ingress", name, {
    metadata,
    spec: {
      ingressClassName: "nginx",
      rules: [
        {
          host: "shop.example",
          http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: backend } }] },
        },
      ],
      ...more,
    },
  });
const backend = { name: "svc", port: { number: 80 } };
const path = "spec.rules[0].http.paths[0]";
const alb = "alb.ingress.kubernetes.io";
const annotated = (annotations: object) => ingress("web", backend, {}, { annotations });
const policy = (name: string, spec: object) =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, { spec });
const namespace = (name: string, labels: object = {}) =>
  object("v1", "Namespace", name, { metadata: { namespace: undefined, labels } });
const api = workload("api");
const selectApi = { podSelector: { matchLabels: { app: "api" } } };
const labels = "api spec.template.metadata.labels";

export const networkCases: Cases = {
  "ingress-backend-exists": three({
    passes: [service, ingress("web", backend)],
    fails: [service, ingress("web", { name: "other", port: { number: 80 } })],
    violates: [`web ${path}.backend.service.name`],
    edge: [service, ingress("web", { name: "svc", port: { name: "https" } })],
    why: "the Service is there, its port is not",
    finds: [`web ${path}.backend.service.port.name`],
  }),
  "ingress-host-path-unique": three({
    passes: [ingress("one", backend), ingress("two", backend, { ingressClassName: "alb" })],
    fails: [ingress("one", backend), ingress("two", backend)],
    violates: [`two ${path}.path`],
    edge: [
      ingress("one", backend),
      ingress("two", backend, { rules: [{ host: unknown, http: { paths: [{ path: "/" }] } }] }),
    ],
    why: "a host that a preview does not know",
    open: ["two spec.rules[0].host"],
  }),
  "ingress-tls-and-class": three({
    passes: ingress("web", backend, { tls: [{ hosts: ["*.example"], secretName: "tls" }] }),
    fails: ingress("web", backend, { ingressClassName: undefined }),
    violates: ["web spec.ingressClassName", "web spec.tls"],
    edge: annotated({ [`${alb}/certificate-arn`]: unknown, [`${alb}/ssl-redirect`]: "443" }),
    why: "an ALB with a certificate that will be known",
  }),
  "ingress-public-alb-has-waf": three({
    passes: annotated({ [`${alb}/scheme`]: "internal" }),
    fails: annotated({ [`${alb}/scheme`]: "internet-facing" }),
    violates: [`web metadata.annotations["${alb}/wafv2-acl-arn"]`],
    edge: annotated({ [`${alb}/scheme`]: "internet-facing", [`${alb}/wafv2-acl-arn`]: unknown }),
    why: "the web ACL is made in the same run",
  }),
  "netpol-covers-workloads": three({
    passes: [api, policy("np", selectApi)],
    fails: [api, policy("np", { podSelector: { matchLabels: { app: "other" } } })],
    violates: [labels],
    edge: [api, policy("np", { podSelector: {} })],
    why: "an empty selector selects all",
  }),
  "netpol-default-deny": three({
    passes: [namespace("shop"), policy("deny", { podSelector: {}, policyTypes: ["Ingress"] })],
    fails: [namespace("shop"), policy("np", selectApi)],
    violates: ["shop metadata.name"],
    edge: [
      namespace("shop"),
      policy("open", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] }),
    ],
    why: "it selects all, and lets everything in",
    finds: ["shop metadata.name"],
  }),
  "netpol-not-dangling": three({
    passes: [
      api,
      policy("np", {
        ...selectApi,
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
                },
              },
            ],
          },
        ],
      }),
    ],
    fails: [api, policy("np", { podSelector: { matchLabels: { app: "apy" } } })],
    violates: ["np spec.podSelector"],
    edge: [
      api,
      namespace("gateway"),
      policy("np", {
        ...selectApi,
        ingress: [
          { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] },
          {
            from: [
              { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateway" } } },
            ],
          },
        ],
      }),
    ],
    why: "every address on every port; a namespace by the label that Kubernetes sets",
    finds: ["np spec.ingress[0].from[0].ipBlock.cidr"],
  }),
  "config-refs-exist": three({
    passes: [
      workload("api", podSpec({ volumes: [{ name: "c", configMap: { name: "settings" } }] })),
      object("v1", "ConfigMap", "settings", { data: {} }),
    ],
    fails: workload("api", podSpec({ imagePullSecrets: [{ name: "registry" }] })),
    violates: ["api spec.template.spec.imagePullSecrets[0].name"],
    edge: [
      workload(
        "api",
        podSpec({
          volumes: [
            { name: "s", secret: { secretName: "db" } },
            { name: "o", secret: { secretName: "x", optional: true } },
          ],
        }),
      ),
      object("external-secrets.io/v1", "ExternalSecret", "es", {
        spec: { target: { name: "db" } },
      }),
    ],
    why: "an ExternalSecret makes it; an optional one may be missing",
  }),
  "service-account-exists": three({
    passes: [api, object("v1", "ServiceAccount", "api-account", { metadata: { name: "api" } })],
    fails: api,
    violates: ["api spec.template.spec.serviceAccountName"],
    edge: [
      api,
      object("v1", "ServiceAccount", "api-account", {
        metadata: { name: "api", namespace: "other" },
      }),
    ],
    why: "the same name in another namespace",
    finds: ["api spec.template.spec.serviceAccountName"],
  }),
  "namespace-exists": three({
    passes: [namespace("shop"), api],
    fails: api,
    violates: ["api metadata.namespace"],
    edge: object("v1", "ConfigMap", "c", { metadata: { namespace: "kube-system" }, data: {} }),
    why: "a namespace that each cluster has",
  }),
  "served-api-version": three({
    passes: api,
    fails: object("policy/v1beta1", "PodDisruptionBudget", "p", {}),
    violates: ["p apiVersion"],
    edge: object("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "f", {}),
    why: "removed only by a later minor",
    settings: { kubernetesMinor: "1.31" },
  }),
};
