import { isAmong, mostPublicAccess, roleOf } from "./api-access.ts";
import type { EksOptions } from "./options.ts";
import type { Redundancy } from "../../platform.ts";
import { collect, type Report, type ValidationIssue } from "../../validation.ts";

/** Surroundings of a cluster. If one of them is invalid itself, the checks that need it are skipped. */
interface EksSurroundings {
  readonly redundancy?: Redundancy | undefined;
  readonly region?: string | undefined;
}

/** Checks valid settings of a cluster against each other. */
export function validateEks(
  options: EksOptions,
  { redundancy, region }: EksSurroundings,
  key: string,
): readonly ValidationIssue[] {
  const { systemNodes, pullThrough } = options;
  return collect((report) => {
    validateAccess(options, key, report);
    if (redundancy === "zonal" && systemNodes.count < 2) {
      const problem = "is one node, and hanok:redundancy is zonal";
      const remedy = "Write 2 or more: they stand in different zones.";
      report(`${key}.systemNodes.count`, systemNodes.count, problem, remedy);
    }
    for (const [registry, arn] of Object.entries(pullThrough)) {
      if (region === undefined || arn.split(":")[3] === region) continue;
      const at = `${key}.pullThrough[${JSON.stringify(registry)}]`;
      const problem = `is not in ${region}, and ECR reads secrets of its own region`;
      report(at, arn, problem, `Write a secret of ${region}.`);
    }
  });
}

/** Without access for the deployer, the first `up` fails after the cluster exists; losing one principal must not lock out everyone. */
function validateAccess(options: EksOptions, key: string, report: Report): void {
  const { publicAccess, deployFrom, admins, viewers } = options;
  const wrong = (problem: string, remedy: string) =>
    report(`${key}.publicAccess`, publicAccess, problem, remedy);
  if (publicAccess.length > mostPublicAccess)
    wrong(
      `are ${publicAccess.length} networks, and EKS takes ${mostPublicAccess}`,
      "Join neighbours, or come by the VPC's VPN and write deployFrom: vpc.",
    );
  if (publicAccess.length === 0 && deployFrom === "internet")
    wrong(
      "is empty, so this run could not reach the API",
      "Name the addresses that deploy, [203.0.113.7/32], or write deployFrom: vpc where the run is inside the VPC.",
    );
  if (admins.length < 2) {
    const found = admins.length === 0 ? "is empty" : "is one principal";
    const problem = `${found}, and a cluster needs two: the loss of the only one leaves everyone locked out`;
    const remedy = "Write the ARNs of two IAM roles, the one that deploys and one for people.";
    report(`${key}.admins`, admins, problem, remedy);
  }
  for (const [index, one] of viewers.entries()) {
    const problem = "is one of the admins, and EKS takes one access entry for each";
    if (admins.includes(one))
      report(`${key}.viewers[${index}]`, one, problem, "Leave it out here.");
  }
}

/**
 * Checks that the principal that runs the program has an access entry: a preview reads, an `up` writes. The creator of a cluster
 * gets none, because that entry would be outside the state and conflict with the principal's own.
 * @param caller ARN from GetCallerIdentity
 */
export function validateDeployer(
  caller: string,
  { admins, viewers }: Pick<EksOptions, "admins" | "viewers">,
  { isPreview, key }: { readonly isPreview: boolean; readonly key: string },
): readonly ValidationIssue[] {
  if (isAmong(caller, isPreview ? [...admins, ...viewers] : admins)) return [];
  return [
    {
      key: `${key}.admins`,
      value: admins,
      problem: `does not name ${roleOf(caller)}, who runs this and would not get into the cluster`,
      remedy: isPreview
        ? "Add its ARN there, or to viewers where it only previews."
        : "Add its ARN there.",
    },
  ];
}
