import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Layout } from "./layout.ts";

/** One line of the process table. */
export interface ProcessEntry {
  readonly pid: number;
  /** The arguments, joined by a space. Empty for zombies and kernel threads. */
  readonly command: string;
}

export interface OwnedProcess extends ProcessEntry {
  /** `etcd`, `kube-apiserver`, …, `controllers` or `kwokctl`. */
  readonly component: string;
}

/** What kwokctl starts, in the names of its log files. */
export const components = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok-controller",
] as const;

/** The argument by which the controllers process is known. */
export const marker = (layout: Layout): string => `--hanok-sandbox=${layout.home}`;

/**
 * Whether a process was started by this cluster, and as what. Decided by its command line only, never by a name or a
 * pid file: pid files outlive a reboot, and their numbers are given to others.
 */
export function componentOf(command: string, layout: Layout): string | undefined {
  const folder = `${layout.bin}/`;
  if (command.startsWith(folder)) return command.slice(folder.length).split(" ", 1)[0];
  if (command.endsWith(` ${marker(layout)}`)) return "controllers";
  // kwokctl itself, left behind by a run that was interrupted
  const at = command.indexOf(` --config ${layout.configuration} `);
  if (at > 0 && /(^|\/)kwokctl( |$)/.test(command.slice(0, at))) return "kwokctl";
  return undefined;
}

function fromProc(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(Number(name)) }));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0+$/, "").replaceAll("\0", " ");
  } catch {
    return ""; // ended in the meantime
  }
}

/** Reads `ps -o pid=,command=`. */
export function parsePs(output: string): ProcessEntry[] {
  return output.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), command: (match[2] ?? "").trimEnd() }] : [];
  });
}

function fromPs(selection: readonly string[]): ProcessEntry[] {
  const options = ["-ww", ...selection, "-o", "pid=,command="];
  try {
    return parsePs(execFileSync("ps", options, { encoding: "utf8", maxBuffer: 2 ** 26 }));
  } catch {
    return []; // ps exits with 1 when the selected process is gone
  }
}

const hasProc = (): boolean => existsSync("/proc/self/cmdline");

export function ownedProcesses(layout: Layout): OwnedProcess[] {
  const all = hasProc() ? fromProc() : fromPs(["-ax"]);
  return all.flatMap((entry) => {
    const component = componentOf(entry.command, layout);
    return component === undefined || entry.pid === process.pid ? [] : [{ ...entry, component }];
  });
}

/** Sends a signal after looking once more whether the number still belongs to our process. */
function signal(owned: OwnedProcess, layout: Layout, name: NodeJS.Signals): void {
  const now = hasProc() ? commandOf(owned.pid) : fromPs(["-p", `${owned.pid}`])[0]?.command;
  if (now === undefined || componentOf(now, layout) !== owned.component) return;
  try {
    process.kill(owned.pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw new Error(
      `cannot end process ${owned.pid} (${owned.component}) of ${layout.home}: ${String(error)}. ` +
        `It was started by another user: end it as that user.`,
    );
  }
}

/**
 * Whether any thread of a process runs. A command line is empty as soon as the first thread has ended, while another may still hold
 * the ports: a process has ended when all are zombies, or nothing is left.
 */
export function isRunning(pid: number): boolean {
  if (!hasProc()) return fromPs(["-p", `${pid}`]).length > 0;
  try {
    return readdirSync(`/proc/${pid}/task`).some((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      // field 3 of proc(5), behind the command
      return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
    });
  } catch {
    return existsSync(`/proc/${pid}/task/${pid}`) && isRunning(pid); // a thread ended while we looked
  }
}

/** Signals until nothing is left, also what was started in the meantime. Returns the processes that it signalled. */
async function end(
  layout: Layout,
  wanted: (owned: OwnedProcess) => boolean,
  name: NodeJS.Signals,
  seconds: number,
): Promise<ReadonlySet<number>> {
  const signalled = new Map<number, OwnedProcess & { readonly start: string | undefined }>();
  const ending = () =>
    [...signalled.values()].filter(({ pid, start }) => isRunning(pid) && startOf(pid) === start);
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const left = ownedProcesses(layout).filter(wanted);
    if (left.length === 0 && ending().length === 0) return new Set(signalled.keys());
    for (const owned of left.filter(({ pid }) => !signalled.has(pid))) {
      signalled.set(owned.pid, { ...owned, start: startOf(owned.pid) });
      signal(owned, layout, name);
    }
    if (Date.now() > deadline) {
      if (name !== "SIGKILL")
        return new Set([...signalled.keys(), ...(await end(layout, wanted, "SIGKILL", 10))]);
      // one whose first thread has ended has no command line any more
      const names = new Set([...left, ...ending()].map((one) => `${one.pid} (${one.component})`));
      throw new Error(`processes of ${layout.home} do not end: ${[...names].join(", ")}`);
    }
    await delay(25);
  }
}

/**
 * Ends what this cluster started, and returns how many processes that were. Everything but etcd keeps no state and is
 * killed at once; etcd closes its database.
 * @param only components to end @default all
 */
export async function endProcesses(layout: Layout, only?: readonly string[]): Promise<number> {
  const chosen = (owned: OwnedProcess): boolean =>
    only === undefined || only.includes(owned.component);
  const stateless = await end(layout, (o) => chosen(o) && o.component !== "etcd", "SIGKILL", 10);
  const etcd = await end(layout, (o) => chosen(o) && o.component === "etcd", "SIGTERM", 10);
  return new Set([...stateless, ...etcd]).size;
}

/** When a process was started, as an opaque text: tells a reused number from the same process. */
export function startOf(pid: number): string | undefined {
  try {
    if (!hasProc()) {
      return execFileSync("ps", ["-o", "lstart=", "-p", `${pid}`], { encoding: "utf8" }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // field 22 of proc(5), counted behind the command, which may hold spaces and parentheses
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Name of the program for messages. */
export const programOf = (command: string): string => basename(command.split(" ", 1)[0] ?? "");
