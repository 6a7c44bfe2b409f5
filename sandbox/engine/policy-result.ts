import { readFileSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { validatePlan } from "../../policy/plan/validate.ts";
import { stepOf } from "../../policy/plan/steps.ts";
import { settingsOf } from "../../policy/settings.ts";
import type { PolicyPack } from "./analyzer.ts";
import { openQuestionsIn, type Violation, violationsIn, violationsText } from "./violations.ts";

/** The policies' result for a run. */
export interface PolicyResult {
  /** Whether it contains a mandatory violation. */
  readonly stops: boolean;
  readonly violations: readonly Violation[];
  /** Report for the terminal, by severity and theme. */
  readonly text: string;
}

/** Combines what the policy pack reported during the run with the rules for the plan as a whole. */
export function policyResult(
  events: readonly EngineEvent[],
  operation: string,
  policy: PolicyPack | undefined,
): PolicyResult | undefined {
  if (policy === undefined) return undefined;
  const ofPlan = operation === "preview" ? planViolations(events, policy) : [];
  const violations = [...violationsIn(events), ...ofPlan];
  const open = operation === "preview" ? openQuestionsIn(events) : [];
  if (violations.length + open.length === 0) return undefined;
  return {
    stops: violations.some(({ mandatory }) => mandatory),
    violations,
    text: violationsText(violations, open),
  };
}

function planViolations(
  events: readonly EngineEvent[],
  { config }: PolicyPack,
): readonly Violation[] {
  const steps = events.flatMap(({ resourcePreEvent }) => stepOf(resourcePreEvent?.metadata) ?? []);
  const given: { settings?: unknown } =
    config === undefined ? {} : JSON.parse(readFileSync(config, "utf8"));
  const today = new Date().toISOString().slice(0, "2027-01-31".length);
  return validatePlan(steps, settingsOf(given.settings), today).map(({ rule, message }) => ({
    rule: rule.id,
    mandatory: true,
    severity: rule.severity,
    theme: rule.theme,
    title: rule.title,
    lines: message.split("\n"),
  }));
}
