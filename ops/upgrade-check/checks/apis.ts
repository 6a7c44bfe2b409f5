import { type EndingApi, endingApis } from "../data/apis.ts";
import type { Finding } from "../finding.ts";
import type { DeprecatedCalls, Survey, Used } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** What is written by, or asked for in, a version that the new release serves no longer, or that is going. */
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
      remedy: `${by === "the program" ? "Write it" : "Have it written"} as ${ending.instead}; where a chart does, take a newer one in charts.json.`,
    },
  ];
}

const ends = ({ removed, deprecated }: EndingApi, isGone: boolean) =>
  isGone
    ? `ends with ${nameOfMinor(removed)}`
    : `is deprecated since ${nameOfMinor(deprecated)} and ends with ${nameOfMinor(removed)}`;

function validateCalls(
  { group, version, resource, removed }: DeprecatedCalls,
  target: Minor,
): readonly Finding[] {
  const isGone = removed !== undefined && removed <= target;
  const apiVersion = [group, version].filter((part) => part !== "").join("/");
  return [
    {
      severity: isGone ? "blocks" : "says",
      subject: `${resource} of ${apiVersion}`,
      problem: `were asked for since the API server has started, and are deprecated${removed === undefined ? "" : ` until ${nameOfMinor(removed)} ends them`}`,
      remedy:
        "The audit log names who asks (annotation k8s.io/deprecated); bring that client up to date.",
    },
  ];
}
