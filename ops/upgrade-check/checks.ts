import { checkAddons } from "./checks/addons.ts";
import { checkApis } from "./checks/apis.ts";
import { checkBudgets } from "./checks/budgets.ts";
import { checkCharts, checkGatewayApi } from "./checks/charts.ts";
import { checkClients } from "./checks/clients.ts";
import { checkImages } from "./checks/images.ts";
import { checkNodes } from "./checks/nodes.ts";
import { checkPins } from "./checks/pins.ts";
import { checkPods } from "./checks/pods.ts";
import { checkStep } from "./checks/step.ts";
import { checkWebhooks } from "./checks/webhooks.ts";
import { type Finding, severities } from "./finding.ts";
import type { Survey } from "./survey.ts";
import type { Minor } from "./version.ts";

/** Checks of an upgrade, in the order of the report. */
const checks: readonly ((survey: Survey, target: Minor) => readonly Finding[])[] = [
  checkStep,
  checkApis,
  checkCharts,
  checkAddons,
  checkNodes,
  checkBudgets,
  checkWebhooks,
  checkPods,
  checkClients,
  checkGatewayApi,
];

/** Checks of what is behind or has known holes, whatever the next release is. */
const patchChecks: readonly ((survey: Survey) => readonly Finding[])[] = [checkImages, checkPins];

/**
 * Runs all checks. Findings are sorted by severity, most severe first, without duplicates. Pure.
 * @param target new release of Kubernetes; without one, only what is behind or has known holes is found
 */
export function findUpgradeIssues(survey: Survey, target: Minor | undefined): readonly Finding[] {
  const found = [
    ...(target === undefined ? [] : checks.flatMap((check) => check(survey, target))),
    ...patchChecks.flatMap((check) => check(survey)),
  ];
  const told = new Set<string>();
  const once = found.filter((one) => {
    const text = JSON.stringify(one);
    return told.has(text) ? false : told.add(text).has(text);
  });
  return severities.flatMap((severity) => once.filter((one) => one.severity === severity));
}
