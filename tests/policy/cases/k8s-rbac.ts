import { type Cases, three } from "../support/case.ts";
import { object } from "../support/kubernetes.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const role = (kind: "Role" | "ClusterRole", rule: object) =>
  object(rbac, kind, "reader", { rules: [rule] });
const binding = (
  kind: "RoleBinding" | "ClusterRoleBinding",
  to: string,
  subject: object,
  roleKind = "ClusterRole",
) => object(rbac, kind, "bind", { roleRef: { kind: roleKind, name: to }, subjects: [subject] });
const pods = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
const account = { kind: "ServiceAccount", name: "api", namespace: "shop" };
const api = object("v1", "ServiceAccount", "api", {});

export const rbacCases: Cases = {
  "rbac-no-wildcards": three({
    passes: role("Role", pods),
    fails: role("Role", { ...pods, verbs: ["*"], resources: ["*"] }),
    violates: ["reader rules[0].verbs", "reader rules[0].resources"],
    edge: object("iam.example/v1", "Role", "reader", { rules: [{ verbs: ["*"] }] }),
    why: "a Role of another API",
  }),
  "rbac-no-cluster-admin-binding": three({
    passes: binding("RoleBinding", "edit", account),
    fails: binding("ClusterRoleBinding", "cluster-admin", account),
    violates: ["bind roleRef.name"],
    edge: binding("RoleBinding", "view", { ...account, name: "default" }),
    why: "the default account is every pod's",
    finds: ["bind subjects[0].name"],
  }),
  "rbac-no-secret-read-all": three({
    passes: role("ClusterRole", pods),
    fails: role("ClusterRole", { ...pods, resources: ["secrets"] }),
    violates: ["reader rules[0].resources"],
    edge: role("ClusterRole", { ...pods, resources: ["secrets"], resourceNames: ["one"] }),
    why: "a Secret by name",
  }),
  "rbac-no-escalation-verbs": three({
    passes: role("Role", pods),
    fails: role("Role", { ...pods, verbs: ["impersonate"] }),
    violates: ["reader rules[0].verbs"],
    edge: role("Role", { ...pods, resources: ["pods/exec"], verbs: ["*"] }),
    why: "every verb contains create",
    finds: ["reader rules[0].resources"],
  }),
  "rbac-refs-exist": three({
    passes: [api, role("Role", pods), binding("RoleBinding", "reader", account, "Role")],
    fails: [api, binding("RoleBinding", "reader", { ...account, namespace: undefined }, "Role")],
    violates: ["bind roleRef.name", "bind subjects[0].namespace"],
    edge: binding("ClusterRoleBinding", "view", { kind: "Group", name: "team" }),
    why: "a built-in role, and a group that no object stands for",
  }),
};
