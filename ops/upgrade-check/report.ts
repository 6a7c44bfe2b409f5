import { type Finding, severities, type Severity } from "./finding.ts";
import { type Minor, nameOfMinor } from "./version.ts";

const titles: Readonly<Record<Severity, string>> = {
  blocks: "These must be done first:",
  warns: "These want a decision:",
  info: "Good to know:",
};

/**
 * Lines of the report.
 * @param skipped checks that could not run, and why
 * @param target new release of Kubernetes; undefined if only what is behind was asked for
 */
export function reportLines(
  findings: readonly Finding[],
  skipped: readonly string[],
  target: Minor | undefined,
): readonly string[] {
  const sections = severities.flatMap((severity) => {
    const own = findings.filter((one) => one.severity === severity);
    return own.length === 0 ? [] : ["", titles[severity], ...own.flatMap(linesOf)];
  });
  const left = skipped.length === 0 ? [] : ["", "Not looked at:"];
  return [...sections, ...left, ...skipped.map((one) => `  ${one}`), "", verdict(findings, target)];
}

const linesOf = ({ subject, problem, remedy }: Finding): readonly string[] => [
  `  ${subject} ${problem}.`,
  `    ${remedy}`,
];

function verdict(findings: readonly Finding[], target: Minor | undefined): string {
  if (target === undefined)
    return `${findings.length === 0 ? "nothing is behind" : `${findings.length} to raise`}; see docs/runbooks/patching.md`;
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const [blocks, warns] = [count("blocks"), count("warns")];
  const to = `the upgrade to ${nameOfMinor(target)}`;
  if (blocks > 0)
    return `${to} must wait: ${blocks} ${blocks === 1 ? "finding blocks" : "findings block"} it; see docs/runbooks/upgrade.md`;
  const open =
    warns === 0 ? "" : `, once ${warns} ${warns === 1 ? "warning is" : "warnings are"} read`;
  return `nothing blocks ${to}${open}; see docs/runbooks/upgrade.md`;
}
