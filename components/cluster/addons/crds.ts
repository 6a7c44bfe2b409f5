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
 * CRDs of the Gateway API, standard channel, which no chart and EKS do not install. The AWS Load Balancer Controller 3.5 is
 * built for 1.6. The version is that in tools/programs/go.mod; a test reports new checksums after a change.
 */
export const gatewayApi: PinnedFiles = pinnedFiles.parse(release);

/** Source of the Gateway API's CRDs. */
export type GatewayApiSource =
  /** The release, verified by checksums, from this machine's cache, GitHub or jsDelivr. `fetchCrds` must have run. */
  | { readonly kind: "release" }
  /** A copy of the release's standard-install.yaml. */
  | { readonly kind: "file"; readonly path: string }
  /** The cluster has them already, and its owner maintains them. */
  | { readonly kind: "installed" };

/** Applies the CRDs of the Gateway API, which are deleted after all Gateways. */
export function createGatewayApi(
  name: string,
  source: GatewayApiSource,
  options: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
  if (source.kind === "installed") return [];
  const files = source.kind === "file" ? [source.path] : [...pathsOf(gatewayApi)];
  return [new ConfigGroup(name, { files }, options)];
}

/** Applies the CRDs in a chart's `crds/` folder, so that they are upgraded with the chart. */
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
 * Fetches the CRDs of the Gateway API, and those in charts' `crds/` folders.
 * @throws ValidationError if they cannot be fetched, before any change
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
