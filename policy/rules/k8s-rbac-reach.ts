import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

const theme = "k8s-rbac";
const isRbac = (type: string): boolean => type.startsWith("kubernetes:rbac.authorization.k8s.io/");
const names = (list: Value, ...wanted: readonly string[]): boolean =>
  some(list.list, (entry) => entry.is(...wanted));

const changing = ["create", "update", "patch", "delete", "deletecollection", "*"];

/** Rights of a cluster-wide role that change the rights of others, or hide actions. Source: kubernetes.io/docs/concepts/security/rbac-good-practices. */
const reaches: readonly {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}[] = [
  { resources: ["rolebindings", "clusterrolebindings", "roles", "clusterroles"], verbs: changing },
  { resources: ["certificatesigningrequests/approval"], verbs: ["update", "patch", "*"] },
  { resources: ["nodes"], verbs: ["delete", "patch", "update", "*"] },
  { resources: ["persistentvolumes"], verbs: ["create", "*"] },
  { resources: ["pods/log"], verbs: ["delete", "deletecollection", "*"] },
  { resources: ["networkpolicies"], verbs: ["delete", "update", "patch", "*"] },
];

const noControl = resourceRule({
  id: "rbac-no-control-of-cluster",
  theme,
  title: "Cluster-wide roles do not change bindings, nodes or network policies",
  severity: "medium",
  sources: ["own:rbac-control", "CIS-EKS-4.1.8", "AVD-KSV-0050"],
  remediation: "Grant it in a Role of the namespace, or by resourceNames.",
  types: ["kubernetes:*:ClusterRole"],
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      if (!rule.at("resourceNames").empty) return;
      for (const { resources, verbs } of reaches)
        if (names(rule.at("resources"), ...resources) && names(rule.at("verbs"), ...verbs))
          fail(
            rule.at("resources"),
            `not contain ${resources.join(", ")} with a verb that changes`,
          );
    });
  },
});

const secretsByName = resourceRule({
  id: "rbac-secrets-by-name",
  theme,
  title: "Roles read Secrets by name",
  severity: "medium",
  sources: ["own:rbac-secrets", "kube-linter:access-to-secrets", "CIS-EKS-4.1.2"],
  remediation: "Name the Secrets in `resourceNames`, with the verb get alone.",
  types: ["kubernetes:*:Role"],
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      const core = some(rule.at("apiGroups").list, (group) => group.is("", "*"));
      if (!core || !rule.at("resourceNames").empty) return;
      if (
        names(rule.at("resources"), "secrets") &&
        names(rule.at("verbs"), "get", "list", "watch", "*")
      )
        fail(rule.at("resources"), "not contain secrets without their names");
    });
  },
});

const noAwsAuth = resourceRule({
  id: "rbac-no-aws-auth",
  theme,
  title: "Roles do not change who reaches an EKS cluster",
  severity: "high",
  sources: ["own:rbac-aws-auth", "AVD-KSV-0115"],
  remediation: "Remove the rule: access entries of EKS take the place of aws-auth.",
  types: ["kubernetes:*:Role", "kubernetes:*:ClusterRole"],
  check: ({ props, type }, { fail, each }) => {
    if (!isRbac(type)) return;
    each(props.at("rules").list, (rule) => {
      const named = rule.at("resourceNames");
      if (names(named, "aws-auth") && names(rule.at("verbs"), ...changing))
        fail(named, "not contain aws-auth with a verb that changes it");
    });
  },
});

/** How far roles reach. */
export const rbacReach: readonly Rule[] = [noControl, secretsByName, noAwsAuth];
