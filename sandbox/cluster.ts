import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NodeGroup } from "../stacks/environment.ts";
import { connect, isReady } from "./cluster/api.ts";
import type { Api } from "./cluster/api.ts";
import { bringUp } from "./cluster/bring-up.ts";
import type { Way } from "./cluster/bring-up.ts";
import { startControllers } from "./cluster/controllers-process.ts";
import { writeKubeconfig } from "./cluster/kubeconfig.ts";
import { checkTools } from "./cluster/kwokctl.ts";
import type { Tools } from "./cluster/kwokctl.ts";
import { layoutOf, makeFolders } from "./cluster/layout.ts";
import { withLock } from "./lock.ts";
import { regionOf } from "./cluster/node.ts";
import { syncNodes, untilReady } from "./cluster/node-sync.ts";
import { nodesOf, ofSettings } from "./cluster/nodes.ts";
import {
  applyDefinitions,
  applyFurniture,
  applyStages,
  readDefinitions,
  removeFurniture,
  touchStartingPods,
} from "./cluster/objects.ts";
import { components, endProcesses, ownedProcesses } from "./cluster/processes.ts";
import { readRecord, writeRecord } from "./cluster/record.ts";
import { stages } from "./cluster/stages.ts";

export interface ClusterOptions {
  /** Absolute path of the `.sandbox` folder. */
  readonly home: string;
  /**
   * Absolute path by binary name; undefined: kwokctl downloads it. kwokctl itself is needed, and `karpenter` where nodes are to be
   * made for pods.
   */
  readonly tools: Tools;
  /** Availability zones, `ap-northeast-2a`. */
  readonly zones: readonly string[];
  /** Nodes that are there from the start; the program's own node groups make theirs beside them. */
  readonly nodes: readonly NodeGroup[];
  /**
   * The cluster is the program's own, an EKS cluster: nodes, storage class and gateway class come from the program.
   * @default false
   */
  readonly eks?: boolean;
  /** By which declared seconds are multiplied: with 1/60, a start-up of 180 s takes 3 s. */
  readonly timeFactor: number;
  /** Path of a YAML file with the custom resource definitions of the Gateway API. */
  readonly gatewayCrds: string;
  /** Told what is going on, a line at a time. */
  readonly report: (line: string) => void;
}

export interface RunningCluster {
  readonly kubeconfig: string;
  /** `https://127.0.0.1:<port>`. */
  readonly apiServer: string;
  /** `created`: nothing of an earlier cluster is in it. `restarted`: with its data. `running`: it was up. */
  readonly way: Way;
  readonly nodes: number;
  readonly seconds: number;
}

export interface ClusterStatus {
  /** `broken`: some of its processes run, but not all, or the API server does not answer. */
  readonly state: "absent" | "stopped" | "broken" | "running";
  readonly kubeconfig: string;
  readonly apiServer: string | undefined;
  /** Process numbers by component. */
  readonly processes: Readonly<Record<string, number>>;
}

/**
 * Brings the cluster up, repairs what a crash has left, and makes its nodes and stages those that are asked for.
 * Running it again does no harm, also at the same time.
 * @throws on settings that cannot be, before anything is changed; on a component that does not start, with its log
 */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const begin = performance.now();
  const { zones, report, timeFactor, gatewayCrds, eks = false } = options;
  // what only some stacks have must not make the components start anew
  const { karpenter, "karpenter-crd": _, ...tools } = options.tools;
  const nodes = eks ? [] : nodesOf(options.nodes, zones);
  const region = regionOf(zones[0] ?? "");
  const wantedStages = stages(timeFactor, region);
  checkTools(options.tools);
  if (!existsSync(gatewayCrds)) throw new Error(`gatewayCrds: "${gatewayCrds}" does not exist`);
  const layout = layoutOf(options.home);
  makeFolders(layout);
  const definitions = readDefinitions(gatewayCrds);
  return withLock(layout.lock, waiting(report), async () => {
    const known = readRecord(layout)?.definitions;
    const meanwhile = (): void => void (known === definitions.hash || definitions.parse());
    const { way, record } = await bringUp(layout, tools, region, report, meanwhile);
    const api = connect(layout, record.ports.kubeApiserverPort);
    try {
      const watching = await startControllers(layout, region, { timeFactor, karpenter });
      await applyDefinitions(api, definitions, record.definitions);
      const refit = await applyStages(api, wantedStages);
      await (eks ? removeFurniture(api) : applyFurniture(api));
      await syncNodes(api, nodes, (labels) => ofSettings in labels);
      await untilReady(api, nodes);
      if (refit && way !== "created") await touchStartingPods(api, timeFactor);
      await watching();
      await settled(api, layout.logs, () =>
        ownedProcesses(layout).map(({ component }) => component),
      );
      writeRecord(layout, { ...record, definitions: definitions.hash, complete: true });
    } finally {
      api.close();
    }
    writeKubeconfig(layout, api.server);
    const seconds = (performance.now() - begin) / 1000;
    return {
      kubeconfig: layout.kubeconfig,
      apiServer: api.server,
      way,
      nodes: nodes.length,
      seconds,
    };
  });
}

/** A controller that cannot listen on its port ends after the API server is ready: so all are counted at the end. */
async function settled(api: Api, logs: string, alive: () => readonly string[]): Promise<void> {
  const missing = components.find((component) => !alive().includes(component));
  if (missing !== undefined) {
    throw new Error(`${missing} has ended; see ${join(logs, `${missing}.log`)}, and start again`);
  }
  if (!(await isReady(api))) throw new Error(`the API server is not ready; see ${logs}`);
}

/**
 * Ends every process of the cluster, and no other, whatever state it is in. Its data stay for the next start.
 * @returns how many processes were ended
 */
export async function stopCluster(
  home: string,
  report: (line: string) => void,
): Promise<{ readonly ended: number }> {
  const layout = layoutOf(home);
  if (!existsSync(layout.home)) return { ended: await endProcesses(layout) };
  return withLock(layout.lock, waiting(report), async () => ({
    ended: await endProcesses(layout),
  }));
}

/** How the cluster is, without touching it. */
export async function clusterStatus(home: string): Promise<ClusterStatus> {
  const layout = layoutOf(home);
  const record = readRecord(layout);
  const owned = ownedProcesses(layout);
  const processes = Object.fromEntries(owned.map(({ component, pid }) => [component, pid]));
  const port = record?.ports.kubeApiserverPort;
  const common = {
    kubeconfig: layout.kubeconfig,
    apiServer: port === undefined ? undefined : `https://127.0.0.1:${port}`,
    processes,
  };
  if (owned.length === 0) return { state: record?.complete ? "stopped" : "absent", ...common };
  const whole = [...components, "controllers"].every((name) => processes[name] !== undefined);
  if (!whole || port === undefined || !existsSync(layout.pki))
    return { state: "broken", ...common };
  const api = connect(layout, port, 3);
  const ready = await isReady(api);
  api.close();
  return { state: ready ? "running" : "broken", ...common };
}

function waiting(report: (line: string) => void): (holder: number) => void {
  return (holder) => report(`cluster: another run (process ${holder}) is at work on it, waiting`);
}
