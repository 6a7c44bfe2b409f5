import { ConfigGroup } from "@pulumi/kubernetes/yaml/v2/configGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { type ValidationIssue, throwIfInvalid } from "../../validation.ts";
import {
  type AddonName,
  chartOf,
  type FetchOptions,
  fetchPinned,
  pathsOf,
  type PinnedFiles,
  pinnedFiles,
} from "./chart.ts";
import release from "./gateway-api.json" with { type: "json" };

/**
 * The Gateway API's definitions, standard channel. No chart has them, nor does EKS; the AWS Load Balancer Controller 3.5 is built for 1.6.
 * The version is that in tools/programs/go.mod, which the sandbox installs; a test tells the checksums of another.
 */
export const gatewayApi: PinnedFiles = pinnedFiles.parse(release);

/** Where the Gateway API's definitions come from. */
export type GatewayApiSource =
  /** Its release, by checksums: from the cache of this machine, else from GitHub or jsDelivr. `fetchCrds` must have run. */
  | { readonly kind: "release" }
  /** A copy of the release's standard-install.yaml. */
  | { readonly kind: "file"; readonly path: string }
  /** The cluster has them already, and its owner maintains them. */
  | { readonly kind: "installed" };

/** Applies the Gateway API's definitions, which outlive every Gateway. */
export function createGatewayApi(
  name: string,
  source: GatewayApiSource,
  options: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
  if (source.kind === "installed") return [];
  const files = source.kind === "file" ? [source.path] : [...pathsOf(gatewayApi)];
  return [new ConfigGroup(name, { files }, options)];
}

/** Applies what a chart has in its `crds/` folder, so that it follows the chart's version. */
export function createCrds(
  name: string,
  addon: AddonName,
  options: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
  const { definitions } = chartOf(addon);
  if (definitions === undefined) return [];
  const files = [...pathsOf(definitions)];
  return [new ConfigGroup(`${name}-definitions`, { files }, options)];
}

/**
 * Makes the definitions be at hand that the Gateway API and charts have outside of a chart's templates.
 * @throws ValidationError on what cannot be had, before anything is made
 */
export async function fetchCrds(
  addons: readonly AddonName[],
  source: GatewayApiSource,
  options: FetchOptions = {},
): Promise<void> {
  const ofCharts = addons.flatMap((addon) => {
    const { definitions: files } = chartOf(addon);
    return files === undefined ? [] : [{ key: "hanok:charts", value: "repository", files }];
  });
  const ofGateways = { key: "hanok:gatewayApi", value: "release", files: gatewayApi };
  const all = source.kind === "release" ? [ofGateways, ...ofCharts] : ofCharts;
  const issues = all.map(async ({ key, value, files }): Promise<readonly ValidationIssue[]> => {
    const [first, ...more] = await fetchPinned(files, options);
    if (first === undefined) return [];
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    return [
      {
        key,
        value,
        problem: `needs ${first.url}${others}, and no place has it (${first.reasons.join("; ")})`,
        remedy: `Run again where GitHub or jsDelivr can be reached, or put a copy of it there: ${first.cached}`,
      },
    ];
  });
  throwIfInvalid((await Promise.all(issues)).flat());
}
