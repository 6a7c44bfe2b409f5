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

/** Budgets that would hold a drain up: those that never let a pod go, do not now, guard nothing, or guard what another guards. */
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
    const remedy = "Give it its workload's labels, or take it away.";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  if (numberAt(status, "disruptionsAllowed") > 0) return [];
  const needed = numberAt(status, "desiredHealthy");
  if (needed < expected) {
    const healthy = numberAt(status, "currentHealthy");
    const problem = `lets no pod go now: ${healthy} of ${expected} are healthy, and ${needed} must stay`;
    const remedy = "Wait until its pods are ready, or find out why they are not.";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  const problem = `never lets a pod go: ${needed} of ${expected} must stay, so its node cannot be drained`;
  const remedy =
    expected === 1
      ? "Run two pods (scaling: min 2), or take the budget away: this program gives none to a single pod."
      : "Write maxUnavailable: 1.";
  return [{ severity: "blocks", subject, problem, remedy }];
}

/** The Eviction API refuses a pod that two budgets guard (https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/). */
function validatePods(budgets: readonly Json[], pods: readonly Json[]): readonly Finding[] {
  return pods.flatMap((pod): readonly Finding[] => {
    const guards = budgets.filter((budget) => selects(budget, pod)).map(pathOf);
    if (guards.length < 2) return [];
    return [
      {
        severity: "blocks",
        subject: `Pod ${pathOf(pod)}`,
        problem: `has ${guards.length} budgets (${guards.join(", ")}), and the Eviction API refuses such a pod`,
        remedy: "Leave it one.",
      },
    ];
  });
}

function selects(budget: Json, pod: Json): boolean {
  if (textAt(budget, "metadata", "namespace") !== textAt(pod, "metadata", "namespace"))
    return false;
  const labels = objectAt(pod, "metadata", "labels");
  const selector = objectAt(budget, "spec")["selector"];
  // no selector selects nothing, an empty one everything
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
