import { isWorld } from "../aws/ingress.ts";
import type { Graph } from "../graph.ts";
import { type KubernetesObject, nameOf, namespaceOf } from "../kubernetes/object.ts";
import { podSelector, selects } from "../kubernetes/labels.ts";
import { type Rule, type Trial, stackRule } from "../rule.ts";
import { some, those } from "../unknown.ts";
import type { Value } from "../value.ts";

/** A selector without labels and expressions selects every pod. @throws Undecided */
const selectsAll = (selector: Value): boolean =>
  selector.at("matchLabels").empty && selector.at("matchExpressions").empty;

const coversWorkloads = stackRule({
  id: "netpol-covers-workloads",
  theme: "k8s-graph",
  title: "Every workload is selected by a NetworkPolicy",
  severity: "high",
  sources: [
    "CKV2_K8S_6",
    "kube-score:pod-networkpolicy",
    "kube-linter:non-isolated-pod",
    "polaris:missingNetworkPolicy",
  ],
  remediation:
    "Add a NetworkPolicy whose podSelector selects the workload, or an empty one for the namespace.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.workloads, (workload) => {
      if (settings.systemNamespaces.includes(namespaceOf(workload))) return;
      const labels = workload.pod.metadata.at("labels");
      const policies = kubernetes.selectorsFor(workload, "NetworkPolicy");
      if (!some(policies, (policy) => selects(podSelector(policy.spec), labels)))
        fail(labels, "be selected by a NetworkPolicy");
    }),
});

const defaultDeny = stackRule({
  id: "netpol-default-deny",
  theme: "k8s-graph",
  title: "Each namespace starts from default deny",
  severity: "high",
  sources: ["CIS-EKS-4.3.2", "EKS-BPG:security/network"],
  remediation:
    "Add a NetworkPolicy with an empty podSelector, policyTypes Ingress and Egress, and no rules; others then open what is needed.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.of("Namespace"), (namespace) => {
      const name = nameOf(namespace);
      if (settings.systemNamespaces.includes(name)) return;
      const policies = those(
        kubernetes
          .of("NetworkPolicy")
          .filter(({ resource }) => resource.provider === namespace.resource.provider),
        (policy) => namespaceOf(policy) === name,
      );
      const denies = (policy: KubernetesObject) => {
        const types = policy.spec.at("policyTypes").list;
        const has = (type: string) => some(types, (entry) => entry.is(type));
        return (
          selectsAll(podSelector(policy.spec)) &&
          (types.length === 0 || has("Ingress")) &&
          (!settings.strict || has("Egress")) &&
          policy.spec.at("ingress").empty &&
          policy.spec.at("egress").empty
        );
      };
      if (!some(policies, denies))
        fail(namespace.metadata.at("name"), "be closed by a NetworkPolicy that denies by default");
    }),
});

const nameLabel = "kubernetes.io/metadata.name";

/** Checks that the peer of a rule selects something in the stack. */
function validatePeer(
  peer: Value,
  policy: KubernetesObject,
  { kubernetes }: Graph,
  trial: Trial,
): void {
  const [namespaces, pods] = [peer.at("namespaceSelector"), peer.at("podSelector")];
  const system = namespaces.at("matchLabels", nameLabel);
  if (system.present && trial.settings.systemNamespaces.includes(system.text ?? "")) return;
  if (namespaces.absent) {
    if (
      !pods.empty &&
      kubernetes.selected(policy, pods).length === 0 &&
      !kubernetes.hasChart(namespaceOf(policy))
    )
      trial.fail(pods, "select a workload in the namespace");
    return;
  }
  if (namespaces.empty) return;
  const known = kubernetes
    .of("Namespace")
    .filter(({ resource }) => resource.provider === policy.resource.provider);
  const found = some(known, (namespace) => {
    const labels = namespace.metadata.at("labels");
    return selects(
      namespaces,
      labels.as({ [nameLabel]: nameOf(namespace), ...(labels.plain as object | undefined) }),
    );
  });
  if (!found) trial.fail(namespaces, "select a Namespace of the stack");
}

const notDangling = stackRule({
  id: "netpol-not-dangling",
  theme: "k8s-graph",
  title: "NetworkPolicies select something and do not allow the world",
  severity: "medium",
  sources: [
    "kube-linter:dangling-networkpolicy",
    "kube-linter:dangling-networkpolicypeer-podselector",
    "kube-score:networkpolicy-targets-pod",
  ],
  remediation: "Correct the selector's labels; name the ports of what is open to every address.",
  check: (graph, trial) =>
    trial.each(graph.kubernetes.of("NetworkPolicy"), (policy) => {
      const { fail, each } = trial;
      const selector = podSelector(policy.spec);
      if (
        !selectsAll(selector) &&
        graph.kubernetes.selected(policy, selector).length === 0 &&
        !graph.kubernetes.hasChart(namespaceOf(policy))
      )
        fail(selector, "select a workload in the namespace");
      each(["ingress", "egress"], (direction) =>
        each(policy.spec.at(direction).list, (rule) =>
          each(rule.at(direction === "ingress" ? "from" : "to").list, (peer) => {
            const block = peer.at("ipBlock", "cidr");
            if (direction === "ingress" && isWorld(block.text ?? "") && rule.at("ports").empty)
              fail(block, "come with the ports that are open to every address");
            if (block.absent) validatePeer(peer, policy, graph, trial);
          }),
        ),
      );
    }),
});

export const networkPolicies: readonly Rule[] = [coversWorkloads, defaultDeny, notDangling];
