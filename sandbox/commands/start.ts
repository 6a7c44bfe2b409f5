import { stackEnvironment } from "../../stacks/environment.ts";
import { ensureTools } from "../../tools/ensure.ts";
import type { Group } from "../../tools/pin.ts";
import { makeCharts } from "../charts.ts";
import { startCluster } from "../cluster.ts";
import type { ToolPaths } from "../engine/environment.ts";
import { pathsOf, repository } from "../engine/paths.ts";
import { warmUp } from "../engine/program.ts";
import { clusterKindIn, overridesFor } from "../engine/settings.ts";
import { refuseSecondStack } from "../engine/state.ts";
import type { CommandOptions } from "./options.ts";

/** What a run of the engine needs, and what it took to get it. */
export interface Started {
  readonly tools: ToolPaths;
  readonly seconds: { readonly tools: number; readonly cluster: number };
}

/**
 * Makes tools, charts and cluster ready. Settings are judged first: with a fault in them nothing is started.
 * @throws Faults on settings that are wrong
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
    throw new Error("tools: the Gateway API's definitions are missing");
  const ready = performance.now();
  const definitions = { "karpenter-crd": tools["karpenter-crd"] };
  makeCharts({ target: pathsOf(home).charts, definitions, report });
  // the libraries of the engine take a second to load, while the cluster starts in processes of its own
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

/** Karpenter takes three minutes to build, and only a cluster of one's own runs it. */
const groupsFor = (isEks: boolean): readonly Group[] => (isEks ? ["sandbox", "eks"] : ["sandbox"]);

/** Nodes of EKS come with the program's node groups. */
const nodesText = (nodes: number, zones: number): string =>
  nodes === 0 ? "its nodes come with the program" : `${nodes} nodes in ${zones} zones`;
