import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NodeGroup } from "../../stacks/environment.ts";
import { connect, isReady } from "./api.ts";
import type { Api } from "./api.ts";
import { bringUp } from "./bring-up.ts";
import type { Way } from "./bring-up.ts";
import { startControllers } from "./controllers-process.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { checkTools } from "./kwokctl.ts";
import type { Tools } from "./kwokctl.ts";
import { layoutOf, makeFolders } from "./layout.ts";
import { withLock } from "../../tools/lock.ts";
import { regionOf } from "./node.ts";
import { syncNodes, untilReady } from "./node-sync.ts";
import { nodesOf, ofSettings } from "./nodes.ts";
import {
  applyCrds,
  applyDefaultObjects,
  applyStages,
  readCrds,
  removeDefaultObjects,
  touchStartingPods,
} from "./objects.ts";
import { components, endProcesses, ownedProcesses } from "./processes.ts";
import { readRecord, writeRecord } from "./record.ts";
import { stages } from "./stages.ts";

export interface ClusterOptions {
  /** Absolute path of the `.sandbox` folder. */
  readonly home: string;
  /**
   * Absolute paths by binary name; kwokctl downloads a binary whose path is undefined. kwokctl itself is required, and
   * `karpenter` if it is to create nodes.
   */
  readonly tools: Tools;
  /** Availability zones, such as `ap-northeast-2a`. */
  readonly zones: readonly string[];
  /** Nodes that exist from the start; the program's own node groups add theirs. */
  readonly nodes: readonly NodeGroup[];
  /**
   * Whether the program manages the cluster on EKS, and creates its nodes, storage class and gateway class.
   * @default false
   */
  readonly eks?: boolean;
  /** Multiplies the declared seconds: with 1/60, a start-up of 180 s takes 3 s. */
  readonly timeFactor: number;
  /** Path of a YAML file with the CRDs of the Gateway API. */
  readonly gatewayCrds: string;
  /** Receives progress messages, one line each. */
  readonly report: (line: string) => void;
}

export interface RunningCluster {
  readonly kubeconfig: string;
  /** `https://127.0.0.1:<port>`. */
  readonly apiServer: string;
  /** `created`: a new cluster. `restarted`: with its existing data. `running`: it was already up. */
  readonly way: Way;
  readonly nodes: number;
  readonly seconds: number;
}

export interface ClusterStatus {
  /** `broken`: only some of its processes run, or the API server does not answer. */
  readonly state: "absent" | "stopped" | "broken" | "running";
  readonly kubeconfig: string;
  readonly apiServer: string | undefined;
  /** Process numbers by component. */
  readonly processes: Readonly<Record<string, number>>;
}

/**
 * Starts the cluster, recovers from crashes, and applies its nodes and stages. It is idempotent, and safe to call
 * concurrently.
 * @throws Error for invalid settings, before any change, and for a component that does not start, with its log
 */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const begin = performance.now();
  const { zones, report, timeFactor, gatewayCrds, eks = false } = options;
  // tools that only some stacks use must not restart the components
  const { karpenter, "karpenter-crd": _, ...tools } = options.tools;
  const nodes = eks ? [] : nodesOf(options.nodes, zones);
  const region = regionOf(zones[0] ?? "");
  const wantedStages = stages(timeFactor, region);
  checkTools(options.tools);
  if (!existsSync(gatewayCrds)) throw new Error(`gatewayCrds: "${gatewayCrds}" does not exist`);
  const layout = layoutOf(options.home);
  makeFolders(layout);
  const crds = readCrds(gatewayCrds);
  return withLock(layout.lock, waiting(report), async () => {
    const known = readRecord(layout)?.crds;
    const meanwhile = (): void => void (known === crds.hash || crds.parse());
    const { way, record } = await bringUp(layout, tools, region, report, meanwhile);
    const api = connect(layout, record.ports.kubeApiserverPort);
    try {
      const watching = await startControllers(layout, region, { timeFactor, karpenter });
      await applyCrds(api, crds, record.crds);
      const refit = await applyStages(api, wantedStages);
      await (eks ? removeDefaultObjects(api) : applyDefaultObjects(api));
      await syncNodes(api, nodes, (labels) => ofSettings in labels);
      await untilReady(api, nodes);
      if (refit && way !== "created") await touchStartingPods(api, timeFactor);
      await watching();
      await settled(api, layout.logs, () =>
        ownedProcesses(layout).map(({ component }) => component),
      );
      writeRecord(layout, { ...record, crds: crds.hash, complete: true });
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

/** Checks all components at the end, because one that cannot listen on its port ends after the API server is ready. */
async function settled(api: Api, logs: string, alive: () => readonly string[]): Promise<void> {
  const missing = components.find((component) => !alive().includes(component));
  if (missing !== undefined) {
    throw new Error(`${missing} has ended; see ${join(logs, `${missing}.log`)} and start again`);
  }
  if (!(await isReady(api))) throw new Error(`the API server is not ready; see ${logs}`);
}

/**
 * Ends all processes of the cluster in any state. The data are kept for the next start.
 * @returns the number of processes
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

/** Reads the state of the cluster without changing it. */
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
  return (holder) => report(`cluster: waiting for another run (process ${holder})`);
}
