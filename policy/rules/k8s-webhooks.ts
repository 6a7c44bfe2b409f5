import type { Graph } from "../graph.ts";
import { selects } from "../kubernetes/labels.ts";
import { type KubernetesObject, nameOf } from "../kubernetes/object.ts";
import { type Rule, stackRule, type Trial } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const theme = "k8s-webhooks";
const kinds = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] as const;

/** Objects without which a cluster does not recover: if a webhook refuses them, nothing of the system starts again. */
const vital = [
  ...["*", "*/*", "pods", "nodes", "leases", "endpoints", "endpointslices", "configmaps"],
  ...["secrets", "serviceaccounts", "namespaces", "deployments", "daemonsets", "replicasets"],
];

const vitalGroups = ["*", "", "apps", "coordination.k8s.io", "discovery.k8s.io"];

/** Whether a webhook is asked when such an object is created or changed. @throws Undecided */
const isAskedFor = (webhook: Value): boolean =>
  some(
    webhook.at("rules").list,
    (rule) =>
      (rule.at("apiGroups").absent ||
        some(rule.at("apiGroups").list, (group) => group.is(...vitalGroups))) &&
      some(rule.at("resources").list, (entry) => entry.is(...vital)) &&
      some(rule.at("operations").list, (entry) => entry.is("*", "CREATE", "UPDATE")),
  );

/** Whether a webhook is asked for kube-system's objects, labelled or not. @throws Undecided */
function reachesSystem(webhook: Value): boolean {
  const [namespaces, objects] = [webhook.at("namespaceSelector"), webhook.at("objectSelector")];
  const labels = webhook.as({ "kubernetes.io/metadata.name": "kube-system" });
  if (namespaces.present && !selects(namespaces, labels)) return false;
  if (!webhook.at("matchConditions").empty) return false;
  return objects.absent || selects(objects, webhook.as({}));
}

const sparesSystem = stackRule({
  id: "webhook-spares-system",
  theme,
  title: "Webhooks that fail closed leave kube-system out",
  severity: "high",
  sources: ["own:webhook-system", "EKS-BPG:reliability/controlplane"],
  remediation:
    "Exclude kube-system by a namespaceSelector on kubernetes.io/metadata.name, or set `failurePolicy: Ignore`.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of(...kinds), ({ props }) =>
      each(props.at("webhooks").list, (webhook) => {
        const policy = webhook.at("failurePolicy");
        // Fail is the default of admissionregistration.k8s.io/v1
        if (policy.is("Ignore") || !isAskedFor(webhook) || !reachesSystem(webhook)) return;
        fail(webhook.at("namespaceSelector"), "exclude kube-system while failurePolicy is Fail");
      }),
    ),
});

/** Checks that a Service that the API server calls exists, and has the port. */
function validateService(
  service: Value,
  near: KubernetesObject,
  { kubernetes }: Graph,
  { fail, settings }: Trial,
): void {
  if (service.absent) return;
  const [name, namespace] = [service.at("name"), service.at("namespace")];
  const place = namespace.text ?? "default";
  const found = kubernetes.find(near.resource, "Service", place, name.text ?? "");
  if (found === undefined) {
    if (!settings.systemNamespaces.includes(place) && !kubernetes.hasChart(place))
      fail(name, `be a Service in namespace ${place}`);
    return;
  }
  const port = service.at("port");
  const wanted = port.number ?? 443;
  if (!some(found.spec.at("ports").list, (entry) => entry.at("port").number === wanted))
    fail(port, `be a port of Service ${nameOf(found)}`);
}

const serviceExists = stackRule({
  id: "webhook-service-exists",
  theme,
  title: "Services that the API server calls exist",
  severity: "high",
  sources: ["own:webhook-service"],
  remediation: "Correct the name, the namespace or the port of the Service in clientConfig.",
  check: (graph, trial) => {
    const { kubernetes } = graph;
    trial.each(kubernetes.of(...kinds), (object) =>
      trial.each(object.props.at("webhooks").list, (webhook) =>
        validateService(webhook.at("clientConfig", "service"), object, graph, trial),
      ),
    );
    trial.each(kubernetes.of("APIService"), (object) =>
      validateService(object.spec.at("service"), object, graph, trial),
    );
    trial.each(kubernetes.of("CustomResourceDefinition"), (object) =>
      validateService(
        object.spec.at("conversion", "webhook", "clientConfig", "service"),
        object,
        graph,
        trial,
      ),
    );
  },
});

/** Webhooks that the API server calls before it changes an object. */
export const webhooks: readonly Rule[] = [sparesSystem, serviceExists];
