import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  textAt,
} from "../../drift/json.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";

const pathOf = (object: Json) =>
  `${textAt(object, "metadata", "namespace") ?? ""}/${textAt(object, "metadata", "name") ?? ""}`;

const numberAt = (object: JsonObject, field: string) => {
  const found = object[field];
  return typeof found === "number" ? found : 0;
};

/** Finds budgets that would block a drain, now or always, select no pod, or overlap with another budget. */
export function checkBudgets({
  budgets,
  pods,
}: Pick<Survey, "budgets" | "pods">): readonly Finding[] {
  return [...budgets.flatMap(validateBudget), ...validatePods(budgets, pods)];
}

function validateBudget(budget: Json): readonly Finding[] {
  const status = objectAt(budget, "status");
  const subject = `PodDisruptionBudget ${pathOf(budget)}`;
  const expected = numberAt(status, "expectedPods");
  if (expected === 0) {
    const problem = "selects no pod";
    const remedy = "Set its selector to the labels of its workload, or delete it.";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  if (numberAt(status, "disruptionsAllowed") > 0) return [];
  const needed = numberAt(status, "desiredHealthy");
  if (needed < expected) {
    const healthy = numberAt(status, "currentHealthy");
    const problem = `allows no eviction now: ${healthy} of ${expected} pods are healthy, and ${needed} must be`;
    const remedy = "Wait until its pods are ready, or find out why they are not.";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  const problem = `never allows an eviction: ${needed} of ${expected} pods must stay, so their nodes cannot be drained`;
  const remedy =
    expected === 1
      ? "Run two pods (scaling: min 2), or delete the budget; the program creates none for a single pod."
      : "Set maxUnavailable: 1.";
  return [{ severity: "blocks", subject, problem, remedy }];
}

/** The Eviction API rejects pods with several budgets (https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/). */
function validatePods(budgets: readonly Json[], pods: readonly Json[]): readonly Finding[] {
  return pods.flatMap((pod): readonly Finding[] => {
    const guards = budgets.filter((budget) => selects(budget, pod)).map(pathOf);
    if (guards.length < 2) return [];
    return [
      {
        severity: "blocks",
        subject: `Pod ${pathOf(pod)}`,
        problem: `has ${guards.length} budgets (${guards.join(", ")}), so the Eviction API rejects it`,
        remedy: "Delete all but one.",
      },
    ];
  });
}

function selects(budget: Json, pod: Json): boolean {
  if (textAt(budget, "metadata", "namespace") !== textAt(pod, "metadata", "namespace"))
    return false;
  const labels = objectAt(pod, "metadata", "labels");
  const selector = objectAt(budget, "spec")["selector"];
  // a missing selector matches nothing, an empty one everything
  if (!isObject(selector)) return false;
  const wanted = Object.entries(objectAt(selector, "matchLabels"));
  const expressions = selector["matchExpressions"];
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    (!isList(expressions) || expressions.every((one) => isMet(one, labels)))
  );
}

function isMet(expression: Json, labels: JsonObject): boolean {
  const label = labels[textAt(expression, "key") ?? ""];
  const values = isObject(expression) ? expression["values"] : undefined;
  const isIn = isList(values) && label !== undefined && values.includes(label);
  switch (textAt(expression, "operator")) {
    case "In":
      return isIn;
    case "NotIn":
      return !isIn;
    case "Exists":
      return label !== undefined;
    default:
      return label === undefined;
  }
}
