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

/** A component ended while the cluster started. */
export class ComponentEnded extends Error {
  readonly component: string;
  readonly lines: string;
  constructor(component: string, log: string) {
    const lines = lastLines(log, 5);
    super(`${component} ended while the cluster started; its log ${log} ends with:\n${lines}`);
    this.component = component;
    this.lines = lines;
  }
  /** Somebody took a port after it had been found free. */
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

/** Whether etcd's files are there. What is in them shows only after the start. */
export const hasData = (layout: Layout): boolean =>
  existsSync(join(layout.data, "member", "snap", "db")) && existsSync(join(layout.pki, "ca.key"));

/** Removes what the cluster keeps; its logs stay. */
export function wipe(layout: Layout): void {
  for (const path of [layout.record, layout.controllers, layout.data, layout.workdir]) {
    rmSync(path, { recursive: true, force: true });
  }
}

/**
 * kwokctl takes over what it finds: links to binaries that have moved, and pid files, whose numbers may belong to
 * anybody by now. So only the keys are left to it, and the logs lead to one place for all.
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

/** The first component whose process is gone. kwokctl notes the number of each that it has started. */
function endedComponent(layout: Layout): string | undefined {
  // first the notes, then the processes: one that starts in between is not taken for dead
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
        `kwokctl could not start the cluster; its log ${layout.kwokctlLog} ends with:\n` +
          lastLines(layout.kwokctlLog, 5),
      );
    }
    // kwokctl waits for the API server's port, not until it is ready
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
 * Starts the components on the data that are there, or on none, and waits until the API server is ready. Ports that
 * are taken are exchanged for others.
 * @param meanwhile called while the components start, for work that needs none of them
 * @returns the record with the ports that it runs on
 * @throws ComponentEnded, or an error that names the log file. Nothing is left running then.
 */
export async function launch(
  layout: Layout,
  tools: Tools,
  record: ClusterRecord,
  meanwhile: () => void,
): Promise<ClusterRecord> {
  // with downloads: half a gigabyte
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
      // once more when a component was ended from outside, as by the kernel when the memory is short
      if (!(error instanceof ComponentEnded && attempt < (error.portTaken ? 5 : 2))) throw error;
    }
  }
}
