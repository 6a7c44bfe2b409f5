import { ConfigGroup } from "@pulumi/kubernetes/yaml/v2/configGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { type AddonName, chartOf } from "./chart.ts";

/**
 * The Gateway API's definitions, standard channel. No chart has them, nor does EKS; the AWS Load Balancer Controller 3.5 is built for 1.6.
 * The version is that of tools/gateway-api, which the sandbox installs.
 */
export const gatewayApi = {
  version: "1.6.3",
  definitions: (version: string): string =>
    `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${version}/standard-install.yaml`,
} as const;

/** Where the Gateway API's definitions come from. */
export type GatewayApiSource =
  /** Its release on GitHub, which whoever runs Pulumi must reach, as it reaches the charts' repositories. */
  | { readonly kind: "release" }
  /** A copy of the release's standard-install.yaml. */
  | { readonly kind: "file"; readonly path: string }
  /** They are in the cluster already, and somebody else keeps them. */
  | { readonly kind: "installed" };

/** Applies the Gateway API's definitions, which outlive every Gateway. */
export function createGatewayApi(
  name: string,
  source: GatewayApiSource,
  options: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
  if (source.kind === "installed") return [];
  const file = source.kind === "file" ? source.path : gatewayApi.definitions(gatewayApi.version);
  return [new ConfigGroup(name, { files: [file] }, options)];
}

/** Applies what a chart has in its `crds/` folder, so that it follows the chart's version. */
export function createDefinitions(
  name: string,
  addon: AddonName,
  options: pulumi.ComponentResourceOptions,
): readonly pulumi.Resource[] {
  const { definitions = [] } = chartOf(addon);
  if (definitions.length === 0) return [];
  return [new ConfigGroup(`${name}-definitions`, { files: [...definitions] }, options)];
}
