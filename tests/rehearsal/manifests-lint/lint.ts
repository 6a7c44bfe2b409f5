import type { AnyObject, Finding } from "./finding.ts";
import { kubeScore } from "./kube-score.ts";
import { kubeconform } from "./kubeconform.ts";
import { polarisDangers } from "./polaris.ts";

/**
 * Lints objects with kubeconform (strict), kube-score (critical) and Polaris' danger checks. No value of a Secret leaves this
 * process.
 * @param objects of all namespaces together, because kube-score looks for the policies and budgets of each pod
 * @param home absolute path of `.sandbox`, which contains the linters (`tools/main.ts --group test`)
 * @returns the findings
 * @throws Error if a linter is missing or fails
 */
export function lintManifests(objects: readonly AnyObject[], home: string): readonly Finding[] {
  return [...kubeconform(objects, home), ...kubeScore(objects, home), ...polarisDangers(objects)];
}
