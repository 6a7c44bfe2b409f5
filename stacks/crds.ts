import type { AddonName } from "../components/cluster/addons/chart.ts";
import type { Environment } from "./environment.ts";

/** Add-ons of a managed cluster whose chart has its CRDs in a `crds/` folder. */
export const withCrds = ["aws-load-balancer-controller"] as const satisfies AddonName[];

/**
 * Fetches the CRDs that a managed cluster installs outside its charts. Charts in a folder contain theirs, and an existing
 * cluster has them already.
 * @throws ValidationError if they cannot be fetched, before any change
 */
export async function fetchCrds({
  cluster,
  charts,
  gatewayApi,
}: Pick<Environment, "cluster" | "charts" | "gatewayApi">): Promise<void> {
  if (cluster.kind === "existing" || charts.kind === "folder") return;
  const crds = await import("../components/cluster/addons/crds.ts");
  await crds.fetchCrds(withCrds, gatewayApi);
}
