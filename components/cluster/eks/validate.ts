import type { ValidationIssue } from "../../validation.ts";
import type { Redundancy } from "../../platform.ts";
import type { EksOptions } from "./options.ts";
import { isAmong, roleOf, mostPublicAccess } from "./api-access.ts";

/** What is wrong between settings of a cluster that are right one by one. */
export function validateEks(
  options: EksOptions,
  {
    redundancy,
    region,
  }: { readonly redundancy?: Redundancy | undefined; readonly region?: string | undefined },
  key: string,
): readonly ValidationIssue[] {
  return [
    ...validatePublicAccess(options, key),
    ...validateAccess(options, key),
    ...validateNode(options, redundancy, key),
    ...validateCache(options, region, key),
  ];
}

/** An API that the deployer does not reach fails the first `up` after the cluster is there, and bills until then. */
function validatePublicAccess(
  { publicAccess, deployFrom }: EksOptions,
  key: string,
): ValidationIssue[] {
  const issue = { key: `${key}.publicAccess`, value: publicAccess };
  if (publicAccess.length > mostPublicAccess) {
    return [
      {
        ...issue,
        problem: `are ${publicAccess.length} networks, and EKS takes ${mostPublicAccess}`,
        remedy: "Join neighbours, or come by the VPC's VPN and write deployFrom: vpc.",
      },
    ];
  }
  return publicAccess.length === 0 && deployFrom === "internet"
    ? [
        {
          ...issue,
          problem: "is empty, so this run could not reach the API",
          remedy:
            "Name the addresses that deploy, [203.0.113.7/32], or write deployFrom: vpc where the run is inside the VPC.",
        },
      ]
    : [];
}

/** One principal that is lost must not lock everyone out. */
function validateAccess({ admins, viewers }: EksOptions, key: string): ValidationIssue[] {
  const twice = viewers.flatMap((one, index) => (admins.includes(one) ? [{ one, index }] : []));
  return [
    ...(admins.length < 2
      ? [
          {
            key: `${key}.admins`,
            value: admins,
            problem: `${admins.length === 0 ? "is empty" : "is one principal"}, and a cluster needs two: who loses the only one is locked out`,
            remedy: "Write the ARNs of two IAM roles, the one that deploys and one for people.",
          },
        ]
      : []),
    ...twice.map(({ one, index }) => ({
      key: `${key}.viewers[${index}]`,
      value: one,
      problem: "is one of the admins, and EKS takes one access entry for each",
      remedy: "Leave it out here.",
    })),
  ];
}

function validateNode(
  { systemNodes }: EksOptions,
  redundancy: Redundancy | undefined,
  key: string,
): ValidationIssue[] {
  return redundancy === "zonal" && systemNodes.count < 2
    ? [
        {
          key: `${key}.systemNodes.count`,
          value: systemNodes.count,
          problem: "is one node, and hanok:redundancy is zonal",
          remedy: "Write 2 or more: they stand in different zones.",
        },
      ]
    : [];
}

function validateCache(
  { pullThrough }: EksOptions,
  region: string | undefined,
  key: string,
): ValidationIssue[] {
  if (region === undefined) return [];
  return Object.entries(pullThrough).flatMap(([registry, arn]) =>
    arn.split(":")[3] === region
      ? []
      : [
          {
            key: `${key}.pullThrough[${JSON.stringify(registry)}]`,
            value: arn,
            problem: `is not in ${region}, and ECR reads secrets of its own region`,
            remedy: `Write a secret of ${region}.`,
          },
        ],
  );
}

/**
 * Whether who runs the program has an access entry: a preview reads, an `up` makes. EKS gives none to who makes a cluster, because the
 * entry would be nobody's, and in the way of the same principal's own.
 * @param caller ARN of GetCallerIdentity
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
