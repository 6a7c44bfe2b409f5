import type { RunResult } from "../engine/index.ts";
import { diagnose } from "../engine/diagnose.ts";
import { failureText } from "../engine/failures.ts";
import { connect } from "../engine/kubernetes.ts";
import { pathsOf } from "../engine/paths.ts";
import type { CommandOptions } from "./options.ts";

/** Reports why a run failed. @returns the exit code: 1, or 130 if the user stopped it */
export async function reportFailure(
  { cancelled, failures, validationError, policyResult, log }: RunResult,
  { home, report }: CommandOptions,
): Promise<number> {
  if (cancelled) {
    const names = failures.flatMap(({ urn, resource }) => (urn === undefined ? [] : [resource]));
    report(
      names.length > 0 ? `stopped before these were completed: ${names.join(", ")}` : "stopped",
    );
    report(`existing objects are kept; run the command again to continue; full log: ${log}`);
    return 130;
  }
  if (validationError !== undefined) {
    report(validationError);
    return 1;
  }
  if (policyResult !== undefined) report(policyResult.text);
  report(failureText(failures, await diagnose(connect(pathsOf(home).kubeconfig), failures), log));
  return 1;
}
