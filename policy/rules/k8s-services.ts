import { isWorld } from "../aws/ingress.ts";
import { containersOf } from "../kubernetes/pods.ts";
import { fulfils } from "../kubernetes/labels.ts";
import { namespaceOf } from "../kubernetes/object.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const selectorMatchesTemplate = resourceRule({
  id: "deployment-selector-matches-template",
  theme: "k8s-graph",
  title: "Workload selectors match their own pods",
  severity: "critical",
  sources: [
    "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
    "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
    "kube-linter:mismatching-selector",
  ],
  remediation: "Give `spec.template.metadata.labels` the labels that `spec.selector` asks for.",
  types: [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Rollout",
  ].map((kind) => `kubernetes:*:${kind}`),
  check: ({ props, type }, { fail, each }) => {
    const selector = props.at("spec", "selector");
    const labels = props.at("spec", "template", "metadata", "labels");
    if (props.at("spec", "template").absent) return;
    // a ReplicationController has a map of labels, as a Service has
    const map = type.endsWith(":ReplicationController") ? selector : selector.at("matchLabels");
    each(map.entries, ([key, value]) => {
      if (!labels.at(key).is(value.plain)) fail(value, "be a label of the pod template too");
    });
    each(selector.at("matchExpressions").list, (expression) => {
      if (!fulfils(expression, labels)) fail(expression, "be met by the pod template's labels");
    });
  },
});

const selectorsDisjoint = stackRule({
  id: "workload-selectors-disjoint",
  theme: "k8s-graph",
  title: "No two workloads select the same pods",
  severity: "high",
  sources: ["kube-linter:mismatching-selector"],
  remediation: "Add a label to both selectors and templates that tells the two workloads apart.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.workloads, (workload) => {
      const selector = workload.spec.at("selector");
      if (
        selector.absent ||
        ["Job", "CronJob", "Pod", "ReplicationController"].includes(workload.kind)
      )
        return;
      each(kubernetes.selected(workload, selector), (other) => {
        if (other.resource.urn !== workload.resource.urn)
          fail(selector, `not select the pods of ${other.kind} ${other.resource.name}`);
      });
    }),
});

/** A label that only an operator gives to the pods that it makes, as `cnpg.io/cluster` or `strimzi.io/name`. */
const isOperators = (selector: Value): boolean =>
  selector.entries.some(
    ([key]) => key.includes("/") && !/^(?:app\.kubernetes\.io|helm\.sh|kubernetes\.io)\//.test(key),
  );

const selectsPods = stackRule({
  id: "service-selects-pods",
  theme: "k8s-graph",
  title: "Each Service selects some pod template",
  severity: "high",
  sources: ["kube-linter:dangling-service", "kube-score:service-targets-pod"],
  remediation: "Give the Service's selector the labels of the workload's pod template.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("Service"), (service) => {
      const selector = service.spec.at("selector");
      if (service.spec.at("type").is("ExternalName") || selector.empty) return;
      if (kubernetes.served(service).length > 0) return;
      if (kubernetes.hasChart(namespaceOf(service)) || isOperators(selector)) return;
      fail(selector, "select the pods of a workload in its namespace");
    }),
});

const targetPortExists = stackRule({
  id: "service-target-port-exists",
  theme: "k8s-graph",
  title: "Service target ports exist",
  severity: "high",
  sources: ["kube-linter:invalid-target-ports"],
  remediation: "Declare the port on the container, or correct the Service's targetPort.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("Service"), (service) => {
      const served = kubernetes.served(service);
      each(service.spec.at("ports").list, (entry) => {
        const target = entry.at("targetPort").absent ? entry.at("port") : entry.at("targetPort");
        if (target.absent) return;
        each(served, ({ pod, resource }) => {
          const declared = containersOf(pod).flatMap(({ value }) => value.at("ports").list);
          const fits = some(declared, (port) =>
            target.number === undefined
              ? port.at("name").is(target.plain)
              : port.at("containerPort").number === target.number,
          );
          if (!fits) fail(target, `be a port that the containers of ${resource.name} declare`);
        });
      });
    }),
});

/** Annotations that keep a load balancer inside the network, with the value that does. */
const internal: readonly (readonly [string, string])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
  // what the in-tree provider took before Kubernetes 1.15
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "0.0.0.0/0"],
  ["networking.gke.io/load-balancer-type", "Internal"],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", "true"],
];

const noNodePortOrOpenLb = resourceRule({
  id: "service-no-nodeport-or-open-lb",
  theme: "k8s-graph",
  title: "Services are not exposed by accident",
  severity: "high",
  sources: ["kube-score:service-type", "kube-linter:exposed-services"],
  remediation:
    "Use type ClusterIP behind a Gateway, or an internal load balancer, or loadBalancerSourceRanges.",
  types: ["kubernetes:core/v1:Service"],
  check: ({ props }, { fail }) => {
    const type = props.at("spec", "type");
    if (type.is("NodePort")) return fail(type, "not be NodePort");
    if (!type.is("LoadBalancer")) return;
    const annotations = props.at("metadata", "annotations");
    if (some(internal, ([key, value]) => String(annotations.at(key).plain) === value)) return;
    const ranges = props.at("spec", "loadBalancerSourceRanges");
    if (ranges.empty || some(ranges.list, (range) => isWorld(range.text ?? "")))
      fail(type, "be ClusterIP, internal, or limited by loadBalancerSourceRanges");
  },
});

const noExternalIps = resourceRule({
  id: "service-no-external-ips",
  theme: "k8s-graph",
  title: "Services claim no external addresses",
  severity: "high",
  sources: ["own:external-ips"],
  remediation:
    "Remove `externalIPs`: with them a Service takes the traffic of any address (CVE-2020-8554).",
  types: ["kubernetes:core/v1:Service"],
  check: ({ props }, { fail }) => {
    const addresses = props.at("spec", "externalIPs");
    if (addresses.present && (addresses.unknown || !addresses.empty)) fail(addresses, "be absent");
  },
});

const headlessService = stackRule({
  id: "statefulset-headless-service",
  theme: "k8s-graph",
  title: "StatefulSet names a headless Service",
  severity: "medium",
  sources: ["kube-score:statefulset-has-servicename"],
  remediation:
    "Create a Service with `clusterIP: None` and the pods' labels, and name it in serviceName.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("StatefulSet"), (set) => {
      const name = set.spec.at("serviceName");
      const service = kubernetes.find(set.resource, "Service", namespaceOf(set), name.text ?? "");
      if (service === undefined) return fail(name, "be a Service in its namespace");
      const address = service.spec.at("clusterIP");
      if (!address.is("None")) fail(address, "be None, because a StatefulSet names its pods by it");
      if (!kubernetes.served(service).some(({ resource }) => resource.urn === set.resource.urn))
        fail(service.spec.at("selector"), `select the pods of ${set.resource.name}`);
    }),
});

const scalers = ["HorizontalPodAutoscaler", "ScaledObject"] as const;

const hpaTargetExists = stackRule({
  id: "hpa-target-exists",
  theme: "k8s-graph",
  title: "HPA targets exist",
  severity: "high",
  sources: [
    "kube-linter:dangling-horizontalpodautoscaler",
    "kube-score:horizontalpodautoscaler-has-target",
  ],
  remediation: "Correct scaleTargetRef, and keep one autoscaler a workload.",
  check: ({ kubernetes }, { fail, each }) => {
    const taken = new Map<string, string>();
    each(kubernetes.of(...scalers), (scaler) => {
      const target = scaler.spec.at("scaleTargetRef");
      const [kind, name] = [target.at("kind").text ?? "Deployment", target.at("name")];
      const found = kubernetes.find(scaler.resource, kind, namespaceOf(scaler), name.text ?? "");
      if (found === undefined) return fail(name, `be a ${kind} in its namespace`);
      const other = taken.get(found.resource.urn);
      if (other !== undefined) fail(name, `not be the target of ${other} as well`);
      taken.set(found.resource.urn, scaler.resource.name);
    });
  },
});

const hpaOwnsReplicas = stackRule({
  id: "hpa-owns-replicas",
  theme: "k8s-graph",
  title: "Deployments under an HPA do not set replicas",
  severity: "medium",
  sources: ["kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured"],
  remediation: "Remove `spec.replicas`: each update would set back what the autoscaler chose.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.workloads, (workload) => {
      const replicas = workload.spec.at("replicas");
      if (replicas.present && kubernetes.autoscalersOf(workload).length > 0)
        fail(replicas, "be absent while an autoscaler owns it");
    }),
});

/** Services, selectors and autoscalers: who leads to whose pods. */
export const services: readonly Rule[] = [
  selectorMatchesTemplate,
  selectorsDisjoint,
  selectsPods,
  targetPortExists,
  noNodePortOrOpenLb,
  noExternalIps,
  headlessService,
  hpaTargetExists,
  hpaOwnsReplicas,
];
