import { every, some } from "../unknown.ts";
import type { Value } from "../value.ts";

/** Whether labels meet one expression of a label selector. @throws Undecided */
export function fulfils(expression: Value, labels: Value): boolean {
  const label = labels.at(expression.at("key").text ?? "");
  const values = () => expression.at("values").list;
  const listed = () => some(values(), (value) => value.plain === label.plain);
  switch (expression.at("operator").text) {
    case "In":
      return label.present && listed();
    case "NotIn":
      return label.absent || !listed();
    case "Exists":
      return label.present;
    case "DoesNotExist":
      return label.absent;
    default:
      return false;
  }
}

/**
 * Whether a label selector (`matchLabels`, `matchExpressions`) selects labels. An empty selector selects all,
 * and an absent one none.
 * @throws Undecided
 */
export const selects = (selector: Value, labels: Value): boolean =>
  selector.present &&
  every(selector.at("matchLabels").entries, ([key, value]) => labels.at(key).is(value.plain)) &&
  every(selector.at("matchExpressions").list, (expression) => fulfils(expression, labels));

/** The pods of a NetworkPolicy. An absent podSelector selects every pod, like an empty one. */
export function podSelector(spec: Value): Value {
  const selector = spec.at("podSelector");
  return selector.absent ? selector.as({}) : selector;
}

/** Whether a map of labels, as a Service has it, selects labels. @throws Undecided */
export const selectsMap = (selector: Value, labels: Value): boolean =>
  every(selector.entries, ([key, value]) => labels.at(key).is(value.plain));
