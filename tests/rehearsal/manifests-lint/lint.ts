import type { AnyObject, Finding } from "./finding.ts";
import { kubeScore } from "./kube-score.ts";
import { kubeconform } from "./kubeconform.ts";
import { polarisDangers } from "./polaris.ts";

/**
 * Judges objects by kubeconform (strict), kube-score (critical) and Polaris' danger checks. No value of a Secret
 * leaves this process.
 * @param objects of all namespaces together: kube-score looks for the policies and budgets of each pod
 * @param home absolute path of `.sandbox`, which holds the linters (`tools/main.ts --group test`)
 * @returns what they refuse; empty when nothing is
 * @throws where a linter is missing, or did not judge
 */
export function lintManifests(objects: readonly AnyObject[], home: string): readonly Finding[] {
  return [...kubeconform(objects, home), ...kubeScore(objects, home), ...polarisDangers(objects)];
}
