import { namespaceOf } from "../kubernetes/object.ts";
import { matchesAny } from "../glob.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const roles = ["kubernetes:*:Role", "kubernetes:*:ClusterRole"];
const bindings = ["kubernetes:*:RoleBinding", "kubernetes:*:ClusterRoleBinding"];

/** Whether a rule's list names one of these, or all by `*`. @throws Undecided */
const names = (list: Value, ...wanted: readonly string[]): boolean =>
  some(list.list, (entry) => entry.is("*", ...wanted));

const isRbac = (type: string): boolean => type.startsWith("kubernetes:rbac.authorization.k8s.io/");

const noWildcards = resourceRule({
  id: "rbac-no-wildcards",
  theme: "k8s-rbac",
  title: "Roles avoid wildcards",
  severity: "high",
  sources: ["CKV_K8S_49", "kube-linter:wildcard-in-rules", "CIS-EKS-4.1.3"],
  remediation: "Name the verbs, resources and API groups that are needed.",
  types: roles,
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      const star = (key: string) => some(rule.at(key).list, (entry) => entry.is("*"));
      if (star("verbs")) fail(rule.at("verbs"), "name each verb");
      const every = some(rule.at("resources").list, (entry) =>
        /^(?:\*|[^*/]+\/\*)$/.test(entry.text ?? ""),
      );
      if (every) fail(rule.at("resources"), "name each resource");
      if (star("apiGroups")) fail(rule.at("apiGroups"), "name each API group");
      if (star("nonResourceURLs")) fail(rule.at("nonResourceURLs"), "name each path");
    });
  },
});

/** Roles about the cluster alone, which Kubernetes itself gives to everyone. */
const harmless =
  /^system:(?:public-info-viewer|discovery|basic-user|service-account-issuer-discovery)$/;

/** An entry of `aws-auth`: a role or a user, and its groups. */
const mapping =
  /-\s+(?:groups|rolearn|userarn|username)\s*:[\s\S]*?(?=\n\s*-\s+(?:groups|rolearn|userarn|username)\s*:|$)/g;

/** Checks that the ConfigMap `aws-auth` makes no role or user an administrator. It holds lists as YAML or JSON text. */
function validateAwsAuth(
  props: Value,
  { fail, each, settings }: Pick<Trial, "fail" | "each" | "settings">,
): void {
  if (!props.at("metadata", "name").is("aws-auth")) return;
  each(["mapRoles", "mapUsers", "mapAccounts"], (key) => {
    const list = props.at("data", key);
    const text = list.text ?? "";
    const entries = text.trimStart().startsWith("[")
      ? text.split(/(?<=\}),/)
      : (text.match(mapping) ?? [text]);
    const admins = entries.filter((entry) => /\bsystem:masters\b/.test(entry));
    const strangers = admins.filter((entry) => {
      const arn = /arn:[\w-]+:(?:iam|sts)::[^\s"',}]+/.exec(entry)?.[0] ?? "";
      return !matchesAny(settings.breakGlassPrincipals, arn);
    });
    if (strangers.length > 0) fail(list, "not put anyone into system:masters");
  });
}

const noClusterAdminBinding = resourceRule({
  id: "rbac-no-cluster-admin-binding",
  theme: "k8s-rbac",
  title: "cluster-admin is not bound",
  severity: "critical",
  sources: [
    "kube-linter:cluster-admin-role-binding",
    "polaris:clusterrolebindingClusterAdmin",
    "CIS-EKS-4.1.1",
  ],
  remediation:
    "Bind a role that grants what the subject needs, in the namespace where it needs it.",
  types: [...bindings, "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:ConfigMapPatch"],
  check: ({ props, type }, { fail, each, settings }) => {
    if (type.includes(":ConfigMap")) return validateAwsAuth(props, { fail, each, settings });
    const role = props.at("roleRef", "name");
    const wide = type.endsWith(":ClusterRoleBinding");
    const isHarmless = harmless.test(role.text ?? "");
    if (role.is("cluster-admin") || (wide && role.is("admin", "edit")))
      fail(role, "be a narrower role");
    each(props.at("subjects").list, (subject) => {
      const name = subject.at("name");
      if (name.is("system:masters")) fail(name, "be a group with fewer rights");
      if (name.is("system:anonymous", "system:unauthenticated") && !isHarmless)
        fail(name, "be someone who is known");
      if (subject.at("kind").is("ServiceAccount") && name.is("default"))
        fail(name, "be a service account of its own");
    });
  },
});

const noSecretReadAll = resourceRule({
  id: "rbac-no-secret-read-all",
  theme: "k8s-rbac",
  title: "Roles do not read all Secrets",
  severity: "high",
  sources: ["kube-linter:access-to-secrets", "CKV2_K8S_5", "CIS-EKS-4.1.2"],
  remediation: "Grant `get` on the Secrets by `resourceNames`, in a Role of their namespace.",
  types: ["kubernetes:*:ClusterRole"],
  check: ({ props }, { fail, each }) =>
    each(props.at("rules").list, (rule) => {
      const core = some(rule.at("apiGroups").list, (group) => group.is("", "*"));
      if (!core || !rule.at("resourceNames").empty) return;
      if (names(rule.at("resources"), "secrets") && names(rule.at("verbs"), "get", "list", "watch"))
        fail(rule.at("resources"), "not contain secrets of every namespace");
    }),
});

/** Rights that let their holder act as someone else. Source: kubernetes.io/docs/concepts/security/rbac-good-practices. */
const escalations: readonly {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}[] = [
  { resources: ["pods/exec", "pods/attach", "serviceaccounts/token"], verbs: ["create"] },
  { resources: ["nodes/proxy"], verbs: ["get", "create"] },
  // escalate and bind, and impersonate, by a star; by name they are reported wherever they stand
  { resources: ["roles", "clusterroles"], verbs: ["*"] },
  { resources: ["users", "groups", "serviceaccounts"], verbs: ["*"] },
  {
    resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    verbs: ["create", "update", "patch", "delete"],
  },
];

const noEscalationVerbs = resourceRule({
  id: "rbac-no-escalation-verbs",
  theme: "k8s-rbac",
  title: "Roles do not grant escalation verbs",
  severity: "high",
  sources: [
    "CKV_K8S_155",
    "CKV_K8S_157",
    "CKV_K8S_158",
    "CKV2_K8S_2",
    "CKV2_K8S_3",
    "polaris:clusterrolePodExecAttach",
    "CIS-EKS-4.1.8",
    "CIS-EKS-4.1.11",
    "CIS-EKS-4.1.12",
  ],
  remediation: "Remove the verb or the resource from the rule.",
  types: roles,
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      const [verbs, resources] = [rule.at("verbs"), rule.at("resources")];
      if (some(verbs.list, (verb) => verb.is("escalate", "bind", "impersonate")))
        fail(verbs, "not contain escalate, bind or impersonate");
      for (const way of escalations)
        if (
          some(resources.list, (entry) => entry.is(...way.resources)) &&
          names(verbs, ...way.verbs)
        )
          fail(resources, `not contain ${way.resources.join(", ")} with ${way.verbs.join(", ")}`);
    });
  },
});

/** Groups of everyone, and of every pod. */
const everyone = /^system:(?:authenticated|unauthenticated|serviceaccounts)$/;
const noEveryoneBinding = resourceRule({
  id: "rbac-no-everyone-binding",
  theme: "k8s-rbac",
  title: "No role is bound to everyone",
  severity: "critical",
  sources: ["own:rbac-everyone", "CIS-EKS-4.1.8", "EKS-BPG:security/iam"],
  remediation: "Bind the role to the users, groups or service accounts that need it.",
  types: bindings,
  check: ({ props }, { fail, each }) => {
    if (harmless.test(props.at("roleRef", "name").text ?? "")) return;
    each(props.at("subjects").list, (subject) => {
      const name = subject.at("name");
      if (everyone.test(name.text ?? "") || name.is("system:anonymous"))
        fail(name, "be who needs the role");
    });
  },
});

const noPodCreation = resourceRule({
  id: "rbac-no-pod-creation",
  theme: "k8s-rbac",
  title: "Cluster-wide roles do not create pods",
  severity: "medium",
  sources: ["own:rbac-pods", "CIS-EKS-4.1.4"],
  remediation: "Grant it in a Role of one namespace: a new pod may use each service account there.",
  types: ["kubernetes:*:ClusterRole"],
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      const core = some(rule.at("apiGroups").list, (group) => group.is("", "*"));
      const makes = some(rule.at("verbs").list, (verb) => verb.is("create", "*"));
      if (core && makes && some(rule.at("resources").list, (entry) => entry.is("pods")))
        fail(rule.at("resources"), "not contain pods of every namespace");
    });
  },
});

/** Roles that every cluster has: cluster-wide ones, and those of kube-system and kube-public. */
const builtIn = /^(?:cluster-admin|admin|edit|view|system:.*)$/;
const builtInRole = /^(?:extension-apiserver-authentication-reader|system:.*|kubeadm:.*)$/;

const refsExist = stackRule({
  id: "rbac-refs-exist",
  theme: "k8s-rbac",
  title: "Bindings refer to existing roles and accounts",
  severity: "medium",
  sources: ["kube-linter:non-existent-service-account"],
  remediation: "Correct roleRef or the subject, and state the subject's namespace.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.of("RoleBinding", "ClusterRoleBinding"), (binding) => {
      const { resource, props } = binding;
      const [kind, role] = [
        props.at("roleRef", "kind").text ?? "Role",
        props.at("roleRef", "name"),
      ];
      const name = role.text ?? "";
      const system = settings.systemNamespaces.includes(namespaceOf(binding));
      const known =
        kind === "ClusterRole"
          ? builtIn.test(name) || kubernetes.findGlobal(resource, kind, name)
          : (system && builtInRole.test(name)) ||
            kubernetes.find(resource, kind, namespaceOf(binding), name);
      if (known === undefined) fail(role, `be a ${kind} of the stack`);
      each(props.at("subjects").list, (subject) => {
        if (!subject.at("kind").is("ServiceAccount")) return;
        const [name, namespace] = [subject.at("name"), subject.at("namespace")];
        if (namespace.empty) return fail(namespace, "be set");
        const place = namespace.text ?? "";
        if (
          settings.systemNamespaces.includes(place) ||
          kubernetes.hasChart(place) ||
          name.is("default")
        )
          return;
        if (kubernetes.find(resource, "ServiceAccount", place, name.text ?? "") === undefined)
          fail(name, `be a ServiceAccount in ${place}`);
      });
    }),
});

export const rbac: readonly Rule[] = [
  noWildcards,
  noClusterAdminBinding,
  noSecretReadAll,
  noEscalationVerbs,
  noEveryoneBinding,
  noPodCreation,
  refsExist,
];
