import { apisSource } from "../data/apis.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** EKS updates a control plane by one minor, and never back (https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html). */
export function checkStep({ server }: Survey, target: Minor): readonly Finding[] {
  const subject = `the step from ${nameOfMinor(server)} to ${nameOfMinor(target)}`;
  const blocks = (problem: string, remedy: string): Finding => ({
    severity: "blocks",
    subject,
    problem,
    remedy,
  });
  if (target === server) return [blocks("is none", `Write TO=${nameOfMinor(server + 1)}.`)];
  if (target < server)
    return [blocks("leads back, which EKS does not do", `Write TO=${nameOfMinor(server + 1)}.`)];
  const jump = `is of ${target - server} minors, and EKS does one at a time`;
  return [
    ...(target === server + 1 ? [] : [blocks(jump, `Begin with TO=${nameOfMinor(server + 1)}.`)]),
    ...(target <= apisSource.newest
      ? []
      : [
          {
            severity: "warns" as const,
            subject: nameOfMinor(target),
            problem: `is newer than what is known here, which ends with ${nameOfMinor(apisSource.newest)} (${apisSource.read})`,
            remedy: "Read its release notes, and bring ops/upgrade-check/data up to date.",
          },
        ]),
  ];
}
