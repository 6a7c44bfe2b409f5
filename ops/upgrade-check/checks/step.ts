import { apisSource } from "../data/apis.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** EKS upgrades a control plane by one minor release and never downgrades it (https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html). */
export function checkStep({ server }: Survey, target: Minor): readonly Finding[] {
  const subject = `the step from ${nameOfMinor(server)} to ${nameOfMinor(target)}`;
  const blocks = (problem: string, remedy: string): Finding => ({
    severity: "blocks",
    subject,
    problem,
    remedy,
  });
  if (target === server) return [blocks("is not an upgrade", `Set TO=${nameOfMinor(server + 1)}.`)];
  if (target < server)
    return [
      blocks("is a downgrade, which EKS does not support", `Set TO=${nameOfMinor(server + 1)}.`),
    ];
  const jump = `skips minor releases, and EKS upgrades one at a time`;
  return [
    ...(target === server + 1 ? [] : [blocks(jump, `Start with TO=${nameOfMinor(server + 1)}.`)]),
    ...(target <= apisSource.newest
      ? []
      : [
          {
            severity: "warns" as const,
            subject: nameOfMinor(target),
            problem: `is newer than the newest known release, ${nameOfMinor(apisSource.newest)} (${apisSource.read})`,
            remedy: "Read its release notes, and update ops/upgrade-check/data.",
          },
        ]),
  ];
}
