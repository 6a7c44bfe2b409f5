import { type EndingApi, endingApis } from "../data/apis.ts";
import type { Finding } from "../finding.ts";
import type { DeprecatedCalls, Survey, Used } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** Finds objects and requests that use an API version that is removed or deprecated in the new release. */
export function checkApis(
  { used, calls }: Pick<Survey, "used" | "calls">,
  target: Minor,
): readonly Finding[] {
  return [
    ...used.flatMap((one) => validateUsed(one, target)),
    ...calls.flatMap((one) => validateCalls(one, target)),
  ];
}

function validateUsed({ apiVersion, kind, name, by }: Used, target: Minor): readonly Finding[] {
  const ending = endingApis.find(
    (one) => one.apiVersion === apiVersion && one.kinds.includes(kind),
  );
  if (ending === undefined || ending.deprecated > target) return [];
  const isGone = ending.removed <= target;
  return [
    {
      severity: isGone ? "blocks" : "warns",
      subject: `${kind} ${name}`,
      problem: `is written as ${apiVersion} by ${by}, which ${ends(ending, isGone)}`,
      remedy: `Change ${by === "the program" ? "it" : "its source"} to ${ending.instead}; for a chart, raise its version in charts.json.`,
    },
  ];
}

const ends = ({ removed, deprecated }: EndingApi, isGone: boolean) =>
  isGone
    ? `is removed in ${nameOfMinor(removed)}`
    : `has been deprecated since ${nameOfMinor(deprecated)} and is removed in ${nameOfMinor(removed)}`;

function validateCalls(
  { group, version, resource, removed }: DeprecatedCalls,
  target: Minor,
): readonly Finding[] {
  const isGone = removed !== undefined && removed <= target;
  const apiVersion = [group, version].filter((part) => part !== "").join("/");
  return [
    {
      severity: isGone ? "blocks" : "info",
      subject: `${resource} of ${apiVersion}`,
      problem: `have been requested since the API server started, and are deprecated${removed === undefined ? "" : ` and removed in ${nameOfMinor(removed)}`}`,
      remedy: "Find the client in the audit log (annotation k8s.io/deprecated) and update it.",
    },
  ];
}
