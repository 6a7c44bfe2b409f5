import { checkAddons } from "./addons.ts";
import { checkApis } from "./apis.ts";
import { checkBudgets } from "./budgets.ts";
import { checkCharts, checkGatewayApi } from "./charts.ts";
import { checkClients } from "./clients.ts";
import { checkImages } from "./images.ts";
import { checkNodes } from "./nodes.ts";
import { checkPins } from "./pins.ts";
import { checkPods } from "./pods.ts";
import { checkStep } from "./step.ts";
import { checkWebhooks } from "./webhooks.ts";
import { type Finding, severities } from "../finding.ts";
import type { Survey } from "../survey.ts";
import type { Minor } from "../version.ts";

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
