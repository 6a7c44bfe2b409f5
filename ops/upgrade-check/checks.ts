import { checkAddons } from "./checks/addons.ts";
import { checkApis } from "./checks/apis.ts";
import { checkBudgets } from "./checks/budgets.ts";
import { checkCharts, checkGatewayApi } from "./checks/charts.ts";
import { checkClients } from "./checks/clients.ts";
import { checkImages } from "./checks/images.ts";
import { checkNodes } from "./checks/nodes.ts";
import { checkPods } from "./checks/pods.ts";
import { checkStep } from "./checks/step.ts";
import { checkWebhooks } from "./checks/webhooks.ts";
import { type Finding, severities } from "./finding.ts";
import type { Survey } from "./survey.ts";
import type { Minor } from "./version.ts";

/** All checks, in the order of the report. */
const checks: readonly ((survey: Survey, target: Minor) => readonly Finding[])[] = [
  checkStep,
  checkApis,
  checkCharts,
  checkAddons,
  checkNodes,
  checkBudgets,
  checkWebhooks,
  checkPods,
  checkImages,
  checkClients,
  checkGatewayApi,
];

/** Runs all checks. Findings are sorted by severity, most severe first, without duplicates. Pure. */
export function findUpgradeIssues(survey: Survey, target: Minor): readonly Finding[] {
  const found = checks.flatMap((check) => check(survey, target));
  const told = new Set<string>();
  const once = found.filter((one) => {
    const text = JSON.stringify(one);
    return told.has(text) ? false : told.add(text).has(text);
  });
  return severities.flatMap((severity) => once.filter((one) => one.severity === severity));
}
