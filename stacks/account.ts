import * as pulumi from "@pulumi/pulumi";
import { validatePins } from "../components/cluster/eks/pins.ts";
import { validateDeployer } from "../components/cluster/eks/validate.ts";
import {
  validateClusterZones,
  validateLogGroup,
} from "../components/cluster/eks/validate-account.ts";
import { validateBoundary } from "../components/iam/boundary.ts";
import type { VpcOptions } from "../components/network/options.ts";
import { validateAccount } from "../components/network/validate-account.ts";
import type { ValidationIssue } from "../components/validation.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";

/**
 * Checks the settings of an environment against its account and its caller. A preview and an `up` do so before the first resource.
 * @param tags tags of every resource of the environment
 * @param caller ARN of GetCallerIdentity
 */
export async function validateWithAccount(
  environment: Environment,
  settings: VpcOptions,
  tags: Readonly<Record<string, string>>,
  caller: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const { region, zones, domain, stack, cluster, permissionsBoundary } = environment;
  const [tag = ""] = Object.keys(tags);
  const vpcTags = { ...tags, Name: clusterName(stack) };
  const own = { settings, region, zones, domain, tags: vpcTags, key: "hanok:network" };
  const isPreview = pulumi.runtime.isDryRun();
  const issues = await Promise.all([
    validateAccount(own, options),
    validateBoundary(caller, permissionsBoundary, options),
    ...(cluster.kind === "eks"
      ? [
          validateClusterZones(zones, region, options),
          validatePins(cluster, "hanok:cluster", options),
          validateLogGroup({ clusterName: clusterName(stack), region, tag }, options),
          validateDeployer(caller, cluster, { isPreview, key: "hanok:cluster" }),
        ]
      : []),
  ]);
  return issues.flat();
}
