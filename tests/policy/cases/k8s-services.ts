import { type Cases, three, unknown } from "../support/case.ts";
import { container, object, podSpec, workload } from "../support/kubernetes.ts";

const service = (name: string, spec: object) => object("v1", "Service", name, { spec });
const served = (name: string, port: unknown) =>
  service(name, { selector: { app: "api" }, ports: [{ port: 80, targetPort: port }] });
const api = workload(
  "api",
  podSpec({ containers: [container({ ports: [{ name: "http", containerPort: 8080 }] })] }),
);
const twin = (name: string, labels: object) => workload(name, podSpec(), { labels: { ...labels } });
const hpa = (name: string, target: string) =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    spec: { scaleTargetRef: { kind: "Deployment", name: target } },
  });
const database = workload("db", podSpec(), {
  kind: "StatefulSet",
  spec: { serviceName: "db-svc" },
});

export const serviceCases: Cases = {
  "deployment-selector-matches-template": three({
    passes: api,
    fails: workload("api", podSpec(), { spec: { selector: { matchLabels: { app: "web" } } } }),
    violates: ["api spec.selector.matchLabels.app"],
    edge: workload("api", podSpec(), {
      labels: { app: "api", tier: "front" },
      spec: { selector: { matchLabels: { app: "api" } } },
    }),
    why: "the template may carry more labels",
  }),
  "workload-selectors-disjoint": three({
    passes: [twin("one", { app: "one" }), twin("two", { app: "two" })],
    fails: [twin("one", { app: "x" }), twin("two", { app: "x", tier: "back" })],
    violates: ["one spec.selector"],
    edge: [
      twin("one", { app: "x" }),
      workload("two", podSpec(), { labels: { app: "x" }, namespace: "other" }),
    ],
    why: "the same labels in another namespace",
  }),
  "service-selects-pods": three({
    passes: [api, served("svc", "http")],
    fails: [api, service("svc", { selector: { app: "apy" } })],
    violates: ["svc spec.selector"],
    edge: [workload("api", podSpec(), { labels: { app: unknown } }), served("svc", "http")],
    why: "labels that a preview does not know",
    open: ["api spec.template.metadata.labels.app"],
  }),
  "service-target-port-exists": three({
    passes: [api, served("svc", "http")],
    fails: [api, served("svc", "https")],
    violates: ["svc spec.ports[0].targetPort"],
    edge: [api, service("svc", { selector: { app: "api" }, ports: [{ port: 8080 }] })],
    why: "without targetPort it is the Service's port",
  }),
  "service-no-nodeport-or-open-lb": three({
    passes: service("svc", { type: "ClusterIP" }),
    fails: service("svc", { type: "LoadBalancer" }),
    violates: ["svc spec.type"],
    edge: object("v1", "Service", "svc", {
      metadata: {
        annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
      },
      spec: { type: "LoadBalancer" },
    }),
    why: "an internal one",
  }),
  "statefulset-headless-service": three({
    passes: [database, service("db-svc", { clusterIP: "None", selector: { app: "db" } })],
    fails: [database, service("db-svc", { selector: { app: "db" } })],
    violates: ["db-svc spec.clusterIP"],
    edge: [database, service("db-svc", { clusterIP: "None", selector: { app: "other" } })],
    why: "headless, but of other pods",
    finds: ["db-svc spec.selector"],
  }),
  "hpa-target-exists": three({
    passes: [api, hpa("scale", "api")],
    fails: [api, hpa("scale", "apy")],
    violates: ["scale spec.scaleTargetRef.name"],
    edge: [api, hpa("one", "api"), hpa("two", "api")],
    why: "two autoscalers pull at one workload",
    finds: ["two spec.scaleTargetRef.name"],
  }),
  "hpa-owns-replicas": three({
    passes: [api, hpa("scale", "api")],
    fails: [workload("api", podSpec(), { spec: { replicas: 2 } }), hpa("scale", "api")],
    violates: ["api spec.replicas"],
    edge: [
      workload("api", podSpec(), { spec: { replicas: 2 } }),
      object("keda.sh/v1alpha1", "ScaledObject", "scale", {
        spec: { scaleTargetRef: { name: "api" } },
      }),
    ],
    why: "KEDA's object, which means a Deployment by default",
    finds: ["api spec.replicas"],
  }),
};
