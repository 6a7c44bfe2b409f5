import type { AddonName } from "../components/cluster/addons/chart.ts";
import type { Environment } from "./environment.ts";

/** Add-ons of a cluster of one's own whose definitions lie in a folder of their chart. */
export const withDefinitions = ["aws-load-balancer-controller"] as const satisfies AddonName[];

/**
 * Makes the definitions be at hand that a cluster of one's own gets besides its charts. Charts in a folder bring their own, and a borrowed
 * cluster has them.
 * @throws ValidationError on what cannot be had, before anything is made
 */
export async function fetchDefinitions({
  cluster,
  charts,
  gatewayApi,
}: Pick<Environment, "cluster" | "charts" | "gatewayApi">): Promise<void> {
  if (cluster.kind === "existing" || charts.kind === "folder") return;
  const definitions = await import("../components/cluster/addons/crds.ts");
  await definitions.fetchDefinitions(withDefinitions, gatewayApi);
}
