import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IClusterRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole";
import type { IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IPod } from "kubernetes-models/v1/Pod";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { isSensitive, podDangers } from "./danger.ts";
import { type AnyObject, type Finding, nameOf } from "./finding.ts";

/**
 * The danger checks of Polaris' default configuration. They are implemented here because Polaris cannot be built from the Go
 * module proxy; `polaris audit` gives the same result where it is installed.
 * @see https://polaris.docs.fairwinds.com/checks/security
 */
export function polarisDangers(objects: readonly AnyObject[]): readonly Finding[] {
  return objects.flatMap((object) =>
    dangersOf(object).map((problem) => ({ linter: "polaris", object: nameOf(object), problem })),
  );
}

function dangersOf(object: AnyObject): readonly string[] {
  const pod = podOf(object);
  if (pod) return podDangers(pod);
  switch (object.kind) {
    case "ConfigMap": {
      const { data = {} } = object as IConfigMap;
      const bad = Object.entries(data).filter(([key, value]) => isSensitive(key, value));
      return bad.map(([key]) => `sensitiveConfigmapContent (${key})`);
    }
    case "Role":
    case "ClusterRole":
      return mayExec(object as IClusterRole) ? ["rolePodExecAttach"] : [];
    case "RoleBinding":
    case "ClusterRoleBinding":
      return (object as IClusterRoleBinding).roleRef.name === "cluster-admin"
        ? ["bindingClusterAdmin"]
        : [];
    default:
      return [];
  }
}

/** The pod template of a workload of any kind. */
export function podOf(object: AnyObject): IPodSpec | undefined {
  switch (object.kind) {
    case "Pod":
      return (object as IPod).spec;
    case "CronJob":
      return (object as ICronJob).spec.jobTemplate.spec?.template.spec;
    case "DaemonSet":
    case "Deployment":
    case "Job":
    case "ReplicaSet":
    case "StatefulSet":
      // all of them have the template at the same path
      return (object as IDeployment).spec?.template.spec;
    default:
      return undefined;
  }
}

function mayExec({ rules }: IClusterRole): boolean {
  const resources = ["pods/exec", "pods/attach", "*"];
  const verbs = ["create", "get", "*"];
  return (rules ?? []).some(
    (rule) =>
      (rule.resources ?? []).some((resource) => resources.includes(resource)) &&
      rule.verbs.some((verb) => verbs.includes(verb)),
  );
}
