import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect, isReady } from "./api.ts";
import { areGiven, configuration, createCluster } from "./kwokctl.ts";
import type { KwokctlRun, Tools } from "./kwokctl.ts";
import type { Layout } from "./layout.ts";
import { components, endProcesses, ownedProcesses } from "./processes.ts";
import { areFree, findPorts } from "./ports.ts";
import { writeFileWhole, writeRecord } from "./record.ts";
import type { ClusterRecord } from "./record.ts";

/** A component ended during the start of the cluster. */
export class ComponentEnded extends Error {
  readonly component: string;
  readonly lines: string;
  constructor(component: string, log: string) {
    const lines = lastLines(log, 5);
    super(
      `${component} ended during the start of the cluster; the last lines of ${log}:\n${lines}`,
    );
    this.component = component;
    this.lines = lines;
  }
  /** Whether another process took a port after it had been free. */
  get portTaken(): boolean {
    return /address already in use/i.test(this.lines);
  }
}

function lastLines(path: string, count: number): string {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "(no log)";
  }
}

/** Whether etcd's files exist. Only a start shows whether they are intact. */
export const hasData = (layout: Layout): boolean =>
  existsSync(join(layout.data, "member", "snap", "db")) && existsSync(join(layout.pki, "ca.key"));

/** Removes the cluster's data but not its logs. */
export function wipe(layout: Layout): void {
  for (const path of [layout.record, layout.controllers, layout.data, layout.workdir]) {
    rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Removes kwokctl's files except the keys: it would reuse links to moved binaries, and pid files whose numbers may belong
 * to other processes by now. Links its log folder to ours.
 */
function prepare(layout: Layout): void {
  for (const name of readdirSync(layout.logs)) {
    if (!name.endsWith(".log") || name.endsWith(".previous.log")) continue;
    renameSync(join(layout.logs, name), join(layout.logs, name.replace(/\.log$/, ".previous.log")));
  }
  mkdirSync(layout.cluster, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(layout.cluster)) {
    if (name !== "pki") rmSync(join(layout.cluster, name), { recursive: true, force: true });
  }
  symlinkSync(layout.logs, join(layout.cluster, "logs"));
}

/** The first component whose process has ended. kwokctl writes a pid file for each component that it has started. */
function endedComponent(layout: Layout): string | undefined {
  // pid files first, so that a component that starts in between does not count as ended
  const started = components.filter((name) => existsSync(join(layout.pids, `${name}.pid`)));
  const alive = new Set(ownedProcesses(layout).map(({ component }) => component));
  return started.find((name) => !alive.has(name));
}

async function untilReady(
  layout: Layout,
  port: number,
  run: KwokctlRun,
  seconds: number,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let exit: { readonly code: number | undefined } | undefined;
  run.ended.then((code) => (exit = { code })).catch(() => (exit = { code: undefined }));
  for (;;) {
    const ended = endedComponent(layout);
    if (ended !== undefined) throw new ComponentEnded(ended, join(layout.logs, `${ended}.log`));
    if (exit !== undefined && exit.code !== 0) {
      throw new Error(
        `kwokctl could not start the cluster; the last lines of ${layout.kwokctlLog}:\n` +
          lastLines(layout.kwokctlLog, 5),
      );
    }
    // kwokctl only waits for the API server's port
    if (exit !== undefined) {
      const api = connect(layout, port);
      const ready = await isReady(api);
      api.close();
      if (ready) return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `the cluster is not ready after ${seconds} s; see ${layout.logs} and ${layout.kwokctlLog}`,
      );
    }
    await delay(100);
  }
}

/**
 * Starts the components with existing or no data and waits until the API server is ready. Ports that are in use are
 * replaced.
 * @param meanwhile called while the components start, for work that does not depend on them
 * @returns the record with the actual ports
 * @throws ComponentEnded, or an Error that names the log file; no process is left running
 */
export async function launch(
  layout: Layout,
  tools: Tools,
  record: ClusterRecord,
  meanwhile: () => void,
): Promise<ClusterRecord> {
  // downloads are half a gigabyte
  const seconds = areGiven(tools) ? 90 : 1800;
  let ports = record.ports;
  for (let attempt = 1; ; attempt += 1) {
    if (!(await areFree(ports))) ports = await findPorts(layout.home, attempt);
    const current = { ...record, ports };
    prepare(layout);
    writeRecord(layout, current);
    const settings = configuration(layout, tools, record.id, ports);
    writeFileWhole(layout.configuration, JSON.stringify(settings, undefined, 2));
    const run = createCluster(layout, tools);
    try {
      meanwhile();
      await untilReady(layout, ports.kubeApiserverPort, run, seconds);
      return current;
    } catch (error) {
      run.end();
      await endProcesses(layout);
      // one retry if a component was killed from outside, for example when memory is short
      if (!(error instanceof ComponentEnded && attempt < (error.portTaken ? 5 : 2))) throw error;
    }
  }
}
