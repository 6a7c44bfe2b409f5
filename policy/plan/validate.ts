import { covers, type Day, isExpired } from "../exemptions.ts";
import { canonical, matchesType } from "../resource.ts";
import type { PlanRule } from "../rule.ts";
import { isProtected, type Settings, stackOf } from "../settings.ts";
import { Value } from "../value.ts";
import { decode } from "../wire.ts";
import { planRules } from "./rules.ts";
import type { PlanStep } from "./steps.ts";

/** A violation of a rule about plans. */
export interface PlanViolation {
  readonly rule: PlanRule;
  readonly urn: string;
  /** The resource, the input with its old and new value, and how to change it. */
  readonly message: string;
}

/** The violations of a plan: one for each resource and rule. Empty outside of production. */
export function validatePlan(
  steps: readonly PlanStep[],
  settings: Settings,
  today: Day,
): readonly PlanViolation[] {
  const found = new Map<string, PlanViolation>();
  for (const rule of planRules)
    for (const step of steps) {
      const owner = ownerOf(step);
      if (!isProtected(settings, stackOf(step.urn))) continue;
      if (!isBroken(rule, step)) continue;
      const exempted = settings.exemptions.some(
        (one) => covers(one, rule.id, owner) && !isExpired(one, today),
      );
      if (exempted) continue;
      const key = `${rule.id} ${step.urn}`;
      // a replacement has up to three steps, and some of them lack the causes
      if (!found.has(key) || step.causes.length > 0)
        found.set(key, { rule, urn: step.urn, message: messageOf(rule, step) });
    }
  return [...found.values()];
}

/** Whether a step does what a rule forbids. The claim of a member that goes stays in the cluster. */
export const isBroken = (rule: PlanRule, step: PlanStep): boolean =>
  rule.ops.includes(step.op) &&
  matchesType(canonical(step.type), rule.types) &&
  !(rule.fate === "deleted" && step.isRetained);

const ownerOf = ({ urn, type }: PlanStep) => ({
  urn,
  type: canonical(type),
  name: urn.split("::").at(-1) ?? urn,
});

function messageOf(rule: PlanRule, step: PlanStep): string {
  const owner = ownerOf(step);
  const before = new Value(owner, decode(step.before));
  const after = new Value(owner, decode(step.after));
  const causes = step.causes.map((cause) => {
    const keys = keysOf(cause);
    return `${cause} changes from ${before.at(...keys).shown} to ${after.at(...keys).shown}`;
  });
  const why =
    causes.length > 0
      ? `: ${causes.join("; ")}`
      : rule.fate === "deleted"
        ? ": the program declares it no more"
        : "";
  return `${owner.type} ${owner.name} would be ${rule.fate}${why}.\nHow: ${rule.remediation}`;
}

/** `encryptionConfig.provider.keyArn` or `subnetIds[0]`, in the engine's notation. */
const keysOf = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? (index === undefined ? (name ?? "") : Number(index)),
  );
