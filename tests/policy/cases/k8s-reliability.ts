import { type Cases, production, three, unknown } from "../support/case.ts";
import {
  container,
  cronJob,
  job,
  object,
  podSpec,
  template,
  workload,
} from "../support/kubernetes.ts";

const hpa = (name: string, spec: object, target = "api", annotations?: object) =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    ...(annotations && { metadata: { annotations } }),
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target }, ...spec },
  });
const cpu = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
};
const replicas = (count: unknown, more: object = {}) =>
  workload("api", podSpec(), { spec: { replicas: count, ...more } });
const spread = (app: string) =>
  workload(
    "api",
    podSpec({ topologySpreadConstraints: [{ labelSelector: { matchLabels: { app } } }] }),
    { spec: { replicas: 3 } },
  );
const pdb = (name: string, spec: object, app = "api") =>
  object("policy/v1", "PodDisruptionBudget", name, {
    spec: { selector: { matchLabels: { app } }, ...spec },
  });
const storageClass = (name: string, props: object, annotations = {}) =>
  object("storage.k8s.io/v1", "StorageClass", name, {
    metadata: { namespace: undefined, annotations },
    ...props,
  });
const gp3 = {
  provisioner: "ebs.csi.aws.com",
  parameters: { type: "gp3", encrypted: "true" },
  volumeBindingMode: "WaitForFirstConsumer",
};
const claims = (spec: object) =>
  workload("db", podSpec(), { kind: "StatefulSet", spec: { volumeClaimTemplates: [{ spec }] } });
const claim = { storageClassName: "fast", resources: { requests: { storage: "1Gi" } } };
const ingress = object("networking.k8s.io/v1", "Ingress", "web", {
  spec: {
    ingressClassName: "alb",
    rules: [{ http: { paths: [{ backend: { service: { name: "api", port: { number: 80 } } } }] } }],
  },
});
const service = object("v1", "Service", "api", { spec: { selector: { app: "api" } } });
const stopping = (lifecycle: object | undefined, more: object = {}) =>
  workload("api", podSpec({ containers: [container({ lifecycle })], ...more }));
const labels = `api spec.template.metadata.labels`;

export const reliabilityCases: Cases = {
  "deployment-replicas-min": three({
    settings: production,
    passes: replicas(2),
    fails: replicas(undefined),
    violates: ["api spec.replicas"],
    edge: [replicas(undefined), hpa("api", { minReplicas: 2, maxReplicas: 4 })],
    why: "an autoscaler owns the number",
  }),
  "deployment-rolling-update": three({
    passes: replicas(3),
    fails: replicas(2, { strategy: { type: "Recreate" } }),
    violates: ["api spec.strategy.type"],
    edge: replicas(3, { strategy: { rollingUpdate: { maxUnavailable: "99%" } } }),
    why: "99 % of three leaves one",
  }),
  "workload-spread": three({
    passes: spread("api"),
    fails: replicas(2),
    violates: [`api ${template}.topologySpreadConstraints`],
    edge: spread("other"),
    why: "the selector is another workload's",
    finds: [`api ${template}.topologySpreadConstraints`],
  }),
  "hpa-bounds": three({
    settings: production,
    passes: [
      hpa("api", { minReplicas: 2, maxReplicas: 4, metrics: [cpu] }),
      hpa("one", { minReplicas: 1, maxReplicas: 1, metrics: [cpu] }, "one", {
        "hanok.dev/fixed-replicas": "open connections are kept in memory",
      }),
    ],
    fails: hpa("api", { minReplicas: 1, maxReplicas: 1, metrics: [] }),
    violates: ["api spec.minReplicas", "api spec.maxReplicas", "api spec.metrics"],
    edge: hpa("api", { minReplicas: unknown, maxReplicas: 4, metrics: [cpu] }),
    why: "a floor that a preview does not know",
    open: ["api spec.minReplicas"],
  }),
  "hpa-needs-requests": three({
    passes: [workload("api"), hpa("api", { metrics: [cpu] })],
    fails: [
      workload("api", podSpec({ containers: [container({ resources: {} })] })),
      hpa("scale", { metrics: [cpu] }),
    ],
    violates: [`api ${template}.containers[0].resources.requests.cpu`],
    edge: [
      workload(
        "api",
        podSpec({ containers: [container({ resources: { limits: { cpu: "1" } } })] }),
      ),
      hpa("scale", { metrics: [cpu] }),
    ],
    why: "a limit stands for the request",
  }),
  "job-hygiene": three({
    passes: job("load", podSpec(), { backoffLimit: 2, ttlSecondsAfterFinished: 60 }),
    fails: job("load", podSpec()),
    violates: ["load spec.backoffLimit", "load spec.activeDeadlineSeconds"],
    edge: cronJob("sweep", podSpec({ restartPolicy: "Always" }), {
      startingDeadlineSeconds: 60,
      concurrencyPolicy: "Forbid",
    }),
    why: "a CronJob's Job is inside it",
    finds: [
      "sweep spec.jobTemplate.spec.backoffLimit",
      "sweep spec.jobTemplate.spec.activeDeadlineSeconds",
      "sweep spec.jobTemplate.spec.template.spec.restartPolicy",
    ],
  }),
  "storageclass-encrypted-gp3": three({
    passes: storageClass("fast", gp3),
    fails: storageClass("fast", { provisioner: "ebs.csi.aws.com", parameters: { type: "gp2" } }),
    violates: ["fast parameters.encrypted", "fast parameters.type", "fast volumeBindingMode"],
    edge: [
      storageClass("one", gp3, { "storageclass.kubernetes.io/is-default-class": "true" }),
      storageClass("two", gp3, { "storageclass.kubernetes.io/is-default-class": "true" }),
    ],
    why: "two defaults",
    finds: ['two metadata.annotations["storageclass.kubernetes.io/is-default-class"]'],
  }),
  "statefulset-storage": three({
    passes: [claims(claim), storageClass("fast", gp3)],
    fails: claims({}),
    violates: [
      "db spec.volumeClaimTemplates[0].spec.resources.requests.storage",
      "db spec.volumeClaimTemplates[0].spec.storageClassName",
    ],
    edge: claims({ ...claim, storageClassName: "outside" }),
    why: "a class that the settings allow",
    settings: { allowedStorageClasses: ["outside"] },
  }),
  "pdb-not-blocking": three({
    passes: [replicas(2), pdb("api-pdb", { maxUnavailable: 1 })],
    fails: [replicas(2), pdb("api-pdb", { minAvailable: 2 })],
    violates: ["api-pdb spec.minAvailable"],
    edge: [replicas(3), pdb("api-pdb", { minAvailable: "60%" })],
    why: "60 % of three keeps two",
  }),
  "pdb-not-above-hpa-min": three({
    passes: [replicas(undefined), hpa("scale", { minReplicas: 3 }), pdb("p", { minAvailable: 2 })],
    fails: [replicas(undefined), hpa("scale", { minReplicas: 2 }), pdb("p", { minAvailable: 2 })],
    violates: ["p spec.minAvailable"],
    edge: [replicas(undefined), hpa("scale", {}), pdb("p", { minAvailable: "10%" })],
    why: "a share of the one that an autoscaler keeps by default",
    finds: ["p spec.minAvailable"],
  }),
  "pdb-for-multi-replica": three({
    passes: [replicas(2), pdb("p", {})],
    fails: [replicas(2), pdb("p", {}, "other")],
    violates: [labels],
    edge: [replicas(2), pdb("p", {}), pdb("q", {})],
    why: "two budgets, of which an eviction accepts neither",
    finds: [labels],
  }),
  "graceful-termination": three({
    passes: [{ ...ingress }, { ...service }, stopping({ preStop: { sleep: { seconds: 10 } } })],
    fails: [{ ...ingress }, { ...service }, stopping(undefined)],
    violates: [`api ${template}.containers[0].lifecycle.preStop`],
    edge: [
      ingress,
      service,
      stopping({ preStop: { exec: { command: ["sh", "-c", "sleep 40"] } } }),
    ],
    why: "the sleep is longer than the grace period's default",
    finds: [`api ${template}.terminationGracePeriodSeconds`],
  }),
};
