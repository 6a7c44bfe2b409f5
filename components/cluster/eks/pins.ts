import { getAddonVersion } from "@pulumi/aws/eks/getAddonVersion.js";
import { getParameter, getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import type * as pulumi from "@pulumi/pulumi";
import { instanceType } from "../../check/instance-type.ts";
import type { ValidationIssue } from "../../validation.ts";
import { eksAddonNames } from "./addon-table.ts";
import type { EksOptions } from "./options.ts";

type Pins = Pick<EksOptions, "version" | "systemNodes" | "addonVersions" | "nodeImage">;

/**
 * Checks that the stack's facts hold a version of every add-on and the image of the nodes: no `up` raises them on its way. What is missing
 * is refused with the versions that AWS recommends today.
 * @param key setting of the cluster, `hanok:cluster`
 */
export async function validatePins(
  pins: Pins,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const issues = await Promise.all([
    validateAddonVersions(pins, `${key}.addonVersions`, options),
    validateNodeImage(pins, `${key}.nodeImage`, options),
  ]);
  return issues.flat();
}

async function validateAddonVersions(
  { version: kubernetesVersion, addonVersions }: Pins,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const missing = eksAddonNames.filter((name) => addonVersions[name] === undefined);
  if (missing.length === 0) return [];
  const lines = await Promise.all(
    missing.map(async (addonName) => {
      const { version } = await getAddonVersion({ addonName, kubernetesVersion }, options);
      return `${addonName}: ${version}`;
    }),
  );
  const problem = `lacks ${missing.join(", ")}; an add-on runs the version that stands here`;
  const remedy = `Write there, for AWS's defaults of Kubernetes ${kubernetesVersion}: {${lines.join(", ")}}.`;
  return [{ key, value: addonVersions, problem, remedy }];
}

async function validateNodeImage(
  pins: Pins,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const { version, nodeImage } = pins;
  if (nodeImage !== undefined && (await exists(releaseParameter(pins, nodeImage), options)))
    return [];
  const latest = await getParameter({ name: releaseParameter(pins, "latest") }, options);
  const newest = latest.insecureValue.split("-")[0];
  const problem =
    nodeImage === undefined
      ? "is missing, and nodes run the release of Bottlerocket that stands here"
      : `is not a release of Bottlerocket for Kubernetes ${version}`;
  return [
    { key, value: nodeImage, problem, remedy: `Write nodeImage: ${newest}, the newest one.` },
  ];
}

async function exists(name: string, options: pulumi.InvokeOptions): Promise<boolean> {
  try {
    await getParameter({ name }, options);
    return true;
  } catch (error) {
    if (/ParameterNotFound|couldn't find|empty result/i.test(String(error))) return false;
    throw error;
  }
}

/**
 * Public parameter with a release and its build, `1.66.0-1a2b3c4d`: https://bottlerocket.dev/en/os/latest/install/ami-information/
 * @param release `1.66.0`, or `latest`
 */
function releaseParameter({ version, systemNodes }: Pins, release: string): string {
  const isArm = instanceType(systemNodes.instanceType)?.architecture === "arm64";
  return `/aws/service/bottlerocket/aws-k8s-${version}/${isArm ? "arm64" : "x86_64"}/${release}/image_version`;
}

/** Release of a managed node group, `1.66.0-1a2b3c4d`: EKS asks for the build, which never changes for a release. */
export function releaseVersion(
  pins: Pins,
  options: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  return getParameterOutput({ name: releaseParameter(pins, nodeImageOf(pins)) }, options)
    .insecureValue;
}

/**
 * Release of Bottlerocket on the nodes, `1.66.0`.
 * @throws Error if there is none, which `validatePins` refuses before the first resource
 */
export function nodeImageOf({ nodeImage }: Pick<Pins, "nodeImage">): string {
  if (nodeImage === undefined) throw new Error("the nodes need hanok:cluster.nodeImage");
  return nodeImage;
}
