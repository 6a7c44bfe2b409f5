import { rmSync, renameSync } from "node:fs";
import { connect, isReady } from "./api.ts";
import { areGiven, fingerprintOf } from "./kwokctl.ts";
import type { Tools } from "./kwokctl.ts";
import { ComponentEnded, hasData, launch, wipe } from "./launch.ts";
import { makeFolders } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { releaseNodes } from "./node-sync.ts";
import { knowsId, writeId } from "./objects.ts";
import { components, endProcesses, ownedProcesses } from "./processes.ts";
import { findPorts } from "./ports.ts";
import { newId, readRecord } from "./record.ts";
import type { ClusterRecord } from "./record.ts";

export type Way = "created" | "restarted" | "running";

type Report = (line: string) => void;

interface Up {
  readonly way: Way;
  readonly record: ClusterRecord;
}

/** Why an existing cluster must be started again; undefined if it runs. */
async function restartReason(
  layout: Layout,
  record: ClusterRecord,
  fingerprint: string,
): Promise<string | undefined> {
  const alive = new Set(ownedProcesses(layout).map(({ component }) => component));
  const dead = components.filter((component) => !alive.has(component));
  if (dead.length === components.length) return "it is stopped";
  if (dead.length > 0) return `${dead.join(", ")} has ended`;
  if (record.fingerprint !== fingerprint) return "its tools or settings have changed";
  const api = connect(layout, record.ports.kubeApiserverPort, 10);
  try {
    if (!(await isReady(api))) return "its API server does not answer";
    return (await knowsId(api, record.id)) ? undefined : "its data belong to another cluster";
  } catch (error) {
    return `its API server does not answer (${String(error)})`;
  } finally {
    api.close();
  }
}

/** Starts the components with the existing data. Returns undefined if the data are damaged. */
async function restart(
  layout: Layout,
  tools: Tools,
  record: ClusterRecord,
  report: Report,
  meanwhile: () => void,
): Promise<Up | undefined> {
  try {
    const current = await launch(layout, tools, record, meanwhile);
    const api = connect(layout, current.ports.kubeApiserverPort);
    try {
      if (await knowsId(api, record.id)) {
        await releaseNodes(api);
        return { way: "restarted", record: current };
      }
      report("cluster: its data are empty");
    } finally {
      api.close();
    }
  } catch (error) {
    // etcd rejects a damaged database and the API server damaged keys; other errors have other causes
    if (!(error instanceof ComponentEnded && ["etcd", "kube-apiserver"].includes(error.component)))
      throw error;
    report(`cluster: ${error.message}`);
  }
  await endProcesses(layout);
  return undefined;
}

async function create(
  layout: Layout,
  tools: Tools,
  region: string,
  fingerprint: string,
  meanwhile: () => void,
): Promise<Up> {
  wipe(layout);
  makeFolders(layout);
  const ports = await findPorts(layout.home, 1);
  const record = { id: newId(), region, ports, fingerprint, complete: false };
  const current = await launch(layout, tools, record, meanwhile);
  const api = connect(layout, current.ports.kubeApiserverPort);
  await writeId(api, record.id).finally(() => api.close());
  return { way: "created", record: current };
}

/** Moves damaged data aside and keeps one generation of them for inspection. */
function putAside(layout: Layout): string {
  const aside = `${layout.data}.unreadable`;
  rmSync(aside, { recursive: true, force: true });
  try {
    renameSync(layout.data, aside);
  } catch {
    return "nothing could be saved";
  }
  return `the damaged data are in ${aside}`;
}

/**
 * Starts the components unless they are running. It keeps intact data, and otherwise reports the loss and creates a new
 * cluster.
 * @param meanwhile called while components start
 */
export async function bringUp(
  layout: Layout,
  tools: Tools,
  region: string,
  report: Report,
  meanwhile: () => void,
): Promise<Up> {
  const fingerprint = fingerprintOf(layout, tools);
  const found = readRecord(layout);
  const record = found && { ...found, fingerprint, region };
  if (found?.complete && record !== undefined) {
    const reason = await restartReason(layout, found, fingerprint);
    if (reason === undefined) return { way: "running", record };
    report(`cluster: ${reason}; restarting it with its data`);
    await endProcesses(layout);
    const up = hasData(layout)
      ? await restart(layout, tools, record, report, meanwhile)
      : undefined;
    if (up !== undefined) return up;
    report(`cluster: its data were lost (${putAside(layout)}); creating a new cluster`);
  } else {
    await endProcesses(layout);
    if (found !== undefined) report("cluster: an earlier start was interrupted; starting over");
    else if (!hasData(layout)) report("cluster: creating it");
    else
      report(
        `cluster: its record was lost, so its data cannot be used (${putAside(layout)}); creating a new cluster`,
      );
  }
  if (!areGiven(tools)) report("cluster: kwokctl downloads the missing tools; this takes a while");
  return create(layout, tools, region, fingerprint, meanwhile);
}
