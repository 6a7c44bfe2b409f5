import { stackEnvironment } from "../../stacks/environment.ts";
import { ensureTools } from "../../tools/ensure.ts";
import type { Group } from "../../tools/pin.ts";
import { makeCharts } from "../charts/index.ts";
import { startCluster } from "../cluster/index.ts";
import type { ToolPaths } from "../engine/environment.ts";
import { pathsOf, repository } from "../engine/paths.ts";
import { warmUp } from "../engine/program.ts";
import { clusterKindIn, overridesFor } from "../engine/settings.ts";
import { refuseSecondStack } from "../engine/state.ts";
import type { CommandOptions } from "./options.ts";

/** Tools for the engine, and the time that the preparation took. */
export interface Started {
  readonly tools: ToolPaths;
  readonly seconds: { readonly tools: number; readonly cluster: number };
}

/**
 * Prepares tools, charts and cluster. It validates the settings before it starts anything.
 * @throws ValidationError for invalid settings
 */
export async function start(options: CommandOptions): Promise<Started> {
  const { home, stack, timeFactor, report } = options;
  const kind = clusterKindIn(repository, stack);
  const overrides = overridesFor(pathsOf(home), kind);
  const { zones, nodes } = stackEnvironment(stack, repository, { overrides });
  refuseSecondStack(pathsOf(home), stack);
  const begin = performance.now();
  const found = await ensureTools({ home, groups: groupsFor(kind === "eks"), report });
  const tools = Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
  const gatewayCrds = tools["gateway-api"];
  if (gatewayCrds === undefined)
    throw new Error("tools: the CRDs of the Gateway API are missing; run make tools");
  const ready = performance.now();
  const crds = { "karpenter-crd": tools["karpenter-crd"] };
  makeCharts({ target: pathsOf(home).charts, crds, report });
  // loading the engine's libraries takes a second, so it happens while the cluster starts
  const [cluster] = await Promise.all([
    startCluster({
      ...{ home, tools, zones, nodes, timeFactor, gatewayCrds, report },
      eks: kind === "eks",
    }),
    warmUp([
      "@pulumi/pulumi/automation/index.js",
      "@pulumi/kubernetes",
      "@kubernetes/client-node",
      new URL("../../stacks/platform.ts", import.meta.url).href,
    ]),
  ]);
  const end = performance.now();
  report(
    `cluster: ${cluster.way}, ${nodesText(cluster.nodes, zones.length)}, ${cluster.apiServer}`,
  );
  return { tools, seconds: { tools: (ready - begin) / 1_000, cluster: (end - ready) / 1_000 } };
}

/** Only a managed cluster needs Karpenter, which takes three minutes to build. */
const groupsFor = (isEks: boolean): readonly Group[] => (isEks ? ["sandbox", "eks"] : ["sandbox"]);

/** On EKS, nodes come from the program's node groups. */
const nodesText = (nodes: number, zones: number): string =>
  nodes === 0 ? "the program creates its nodes" : `${nodes} nodes in ${zones} zones`;
