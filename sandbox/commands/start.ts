import { stackEnvironment } from "../../stacks/environment.ts";
import type { Environment } from "../../stacks/environment.ts";
import { ensureTools } from "../../tools/ensure.ts";
import type { Group } from "../../tools/pin.ts";
import { makeCharts } from "../charts.ts";
import { startCluster } from "../cluster.ts";
import type { ToolPaths } from "../engine/environment.ts";
import { placesOf, repository } from "../engine/places.ts";
import { warmUp } from "../engine/program.ts";
import { overridesFor } from "../engine/settings.ts";
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
  const overrides = overridesFor(placesOf(home));
  const { zones, nodes, cluster: kind } = stackEnvironment(stack, repository, { overrides });
  refuseSecondStack(placesOf(home), stack);
  const begin = performance.now();
  const found = await ensureTools({ home, groups: groupsFor(kind), report });
  const tools = Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
  const gatewayCrds = tools["gateway-api"];
  if (gatewayCrds === undefined)
    throw new Error("tools: the Gateway API's definitions are missing");
  const ready = performance.now();
  const definitions = { "karpenter-crd": tools["karpenter-crd"] };
  makeCharts({ target: placesOf(home).charts, definitions, report });
  // the libraries of the engine take a second to load, while the cluster starts in processes of its own
  const [cluster] = await Promise.all([
    startCluster({ home, tools, zones, nodes, timeFactor, gatewayCrds, report }),
    warmUp([
      "@pulumi/pulumi/automation/index.js",
      "@pulumi/kubernetes",
      "@kubernetes/client-node",
      new URL("../../stacks/platform.ts", import.meta.url).href,
    ]),
  ]);
  const end = performance.now();
  report(
    `cluster: ${cluster.way}, ${cluster.nodes} nodes in ${zones.length} zones, ${cluster.apiServer}`,
  );
  return { tools, seconds: { tools: (ready - begin) / 1_000, cluster: (end - ready) / 1_000 } };
}

/** Karpenter takes three minutes to build, and only a cluster of one's own runs it. */
const groupsFor = ({ kind }: Environment["cluster"]): readonly Group[] =>
  kind === "eks" ? ["sandbox", "eks"] : ["sandbox"];
