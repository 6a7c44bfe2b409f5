import type { Graph } from "../graph.ts";
import { matchesAny } from "../glob.ts";
import { madeBy, makerKinds } from "../kubernetes/makers.ts";
import { groupOf, namespaceOf } from "../kubernetes/object.ts";
import type { Workload } from "../kubernetes/graph.ts";
import { type Reference, referencesOf } from "../kubernetes/references.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import type { Settings } from "../settings.ts";
import { some } from "../unknown.ts";

const isAllowed = (settings: Settings, kind: string, namespace: string, name: string): boolean =>
  matchesAny(settings.allowedNames, `${kind}/${namespace}/${name}`);

/** Whether a controller makes an object of that name, for something in the namespace or a cluster-wide one. @throws Undecided */
const isMade = (
  { kubernetes }: Graph,
  workload: Workload,
  kind: Reference["kind"],
  name: string,
): boolean =>
  some(
    [
      ...kubernetes.beside(workload, ...makerKinds),
      ...kubernetes
        .of("Bundle")
        .filter(({ resource }) => resource.provider === workload.resource.provider),
    ],
    (maker) =>
      some(madeBy(maker, kind), (made) =>
        typeof made === "string" ? made === name : made.is(name),
      ),
  );

/** @throws Undecided */
function faultOf(
  graph: Graph,
  workload: Workload,
  { kind, name, key }: Reference,
): string | undefined {
  const text = name.text ?? "";
  const object = graph.kubernetes.find(workload.resource, kind, namespaceOf(workload), text);
  if (object === undefined)
    return isMade(graph, workload, kind, text) || graph.kubernetes.hasChart(namespaceOf(workload))
      ? undefined
      : `be a ${kind} in the namespace`;
  if (key?.text === undefined) return undefined;
  const { text: wanted } = key;
  const holds = ["data", "stringData", "binaryData"].some((field) => {
    const content = object.props.at(field);
    return content.unknown ? content.empty : content.at(wanted).present;
  });
  return holds ? undefined : `be in ${kind} ${text}`;
}

const configRefsExist = stackRule({
  id: "config-refs-exist",
  theme: "k8s-graph",
  title: "Referenced ConfigMaps, Secrets, PVCs exist",
  severity: "high",
  sources: ["kube-linter:env-value-from"],
  remediation:
    "Create the object in the same namespace, mark the reference optional, or allow its name in the setting `allowedNames`.",
  check: (graph, { fail, each, settings }) =>
    each(graph.kubernetes.workloads, (workload) => {
      // a volume refers to its object once more for each key
      const told = new Set<string>();
      each(referencesOf(workload.pod), (reference) => {
        if (reference.name.absent || reference.optional.flag === true) return;
        const { kind, name, key } = reference;
        if (name.is("kube-root-ca.crt")) return;
        if (isAllowed(settings, kind, namespaceOf(workload), name.text ?? "")) return;
        const fault = faultOf(graph, workload, reference);
        if (fault === undefined) return;
        const at = fault.startsWith("be in") && key ? key : name;
        if (!told.has(at.path)) fail(at, fault);
        told.add(at.path);
      });
    }),
});

const serviceAccountExists = stackRule({
  id: "service-account-exists",
  theme: "k8s-graph",
  title: "Referenced service accounts exist",
  severity: "high",
  sources: ["kube-linter:non-existent-service-account"],
  remediation:
    "Create the ServiceAccount in the pod's namespace, or allow it in the setting `allowedNames`.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.workloads, (workload) => {
      const named = workload.pod.spec.at("serviceAccountName");
      const account = named.absent ? workload.pod.spec.at("serviceAccount") : named;
      if (account.empty || account.is("default")) return;
      const [namespace, name] = [namespaceOf(workload), account.text ?? ""];
      if (isAllowed(settings, "ServiceAccount", namespace, name)) return;
      if (kubernetes.find(workload.resource, "ServiceAccount", namespace, name) === undefined)
        fail(account, "be a ServiceAccount in the namespace");
    }),
});

const namespaceExists = stackRule({
  id: "namespace-exists",
  theme: "k8s-graph",
  title: "Namespaced objects target a known namespace",
  severity: "medium",
  sources: ["own:namespace-exists"],
  remediation: "Create the Namespace in the stack, or name it in the setting `systemNamespaces`.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.objects, (object) => {
      const namespace = object.metadata.at("namespace");
      if (namespace.empty || settings.systemNamespaces.includes(namespace.text ?? "")) return;
      if (namespace.is("default") || kubernetes.hasChart(namespace.text ?? "")) return;
      if (kubernetes.findGlobal(object.resource, "Namespace", namespace.text ?? "") === undefined)
        fail(namespace, "be a Namespace of the stack");
    }),
});

/** API versions that a minor no longer serves. Source: kubernetes.io/docs/reference/using-api/deprecation-guide. */
const removals: readonly (readonly [
  api: string,
  kinds: readonly string[] | "all",
  minor: number,
  now: string,
])[] = [
  ["extensions/v1beta1", "all", 22, "apps/v1, networking.k8s.io/v1 or policy/v1"],
  ["apps/v1beta1", "all", 16, "apps/v1"],
  ["apps/v1beta2", "all", 16, "apps/v1"],
  ["networking.k8s.io/v1beta1", ["Ingress", "IngressClass"], 22, "networking.k8s.io/v1"],
  ["rbac.authorization.k8s.io/v1beta1", "all", 22, "rbac.authorization.k8s.io/v1"],
  ["rbac.authorization.k8s.io/v1alpha1", "all", 23, "rbac.authorization.k8s.io/v1"],
  ["apiextensions.k8s.io/v1beta1", "all", 22, "apiextensions.k8s.io/v1"],
  [
    "admissionregistration.k8s.io/v1beta1",
    ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
    22,
    "admissionregistration.k8s.io/v1",
  ],
  ["apiregistration.k8s.io/v1beta1", "all", 22, "apiregistration.k8s.io/v1"],
  ["coordination.k8s.io/v1beta1", ["Lease"], 22, "coordination.k8s.io/v1"],
  ["scheduling.k8s.io/v1beta1", "all", 22, "scheduling.k8s.io/v1"],
  [
    "storage.k8s.io/v1beta1",
    ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
    22,
    "storage.k8s.io/v1",
  ],
  ["storage.k8s.io/v1beta1", ["CSIStorageCapacity"], 27, "storage.k8s.io/v1"],
  ["batch/v1beta1", "all", 25, "batch/v1"],
  ["policy/v1beta1", "all", 25, "policy/v1"],
  ["discovery.k8s.io/v1beta1", "all", 25, "discovery.k8s.io/v1"],
  ["events.k8s.io/v1beta1", "all", 25, "events.k8s.io/v1"],
  ["node.k8s.io/v1beta1", "all", 25, "node.k8s.io/v1"],
  ["autoscaling/v2beta1", "all", 25, "autoscaling/v2"],
  ["autoscaling/v2beta2", "all", 26, "autoscaling/v2"],
  ["flowcontrol.apiserver.k8s.io/v1beta1", "all", 26, "flowcontrol.apiserver.k8s.io/v1"],
  ["flowcontrol.apiserver.k8s.io/v1beta2", "all", 29, "flowcontrol.apiserver.k8s.io/v1"],
  ["flowcontrol.apiserver.k8s.io/v1beta3", "all", 32, "flowcontrol.apiserver.k8s.io/v1"],
];

const servedApiVersion = resourceRule({
  id: "served-api-version",
  theme: "k8s-graph",
  title: "API versions are served by the target cluster",
  severity: "high",
  sources: ["kube-score:stable-version", "kube-linter:no-extensions-v1beta"],
  remediation: "Use the class of the API version that is served.",
  types: ["kubernetes:*"],
  check: ({ type, props }, { fail, settings }) => {
    const [, api = "", kind = ""] = type.split(":");
    if (groupOf(api) === "") return;
    const minor = Number(settings.kubernetesMinor.split(".")[1]);
    const removal = removals.find(
      ([version, kinds, removed]) =>
        version === api && (kinds === "all" || kinds.includes(kind)) && removed <= minor,
    );
    if (removal !== undefined)
      fail(props.at("apiVersion"), `be ${removal[3]}: Kubernetes 1.${removal[2]} removed ${api}`);
  },
});

/** Names that must be somebody's. */
export const references: readonly Rule[] = [
  configRefsExist,
  serviceAccountExists,
  namespaceExists,
  servedApiVersion,
];
