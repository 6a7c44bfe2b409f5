import { setTimeout as delay } from "node:timers/promises";
import { commandOf, isRunning, type Process, processes, startOf } from "../../tools/processes.ts";
import type { Layout } from "./layout.ts";

export interface OwnedProcess extends Process {
  /** `etcd`, `kube-apiserver`, …, `controllers` or `kwokctl`. */
  readonly component: string;
}

/** Components that kwokctl starts, named like their log files. */
export const components = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok-controller",
] as const;

/** The argument that identifies the controllers process. */
export const marker = (layout: Layout): string => `--hanok-sandbox=${layout.home}`;

/**
 * Which component of this cluster a process is. Only its command line counts: after a reboot, a pid file may name an
 * unrelated process.
 */
export function componentOf(command: string, layout: Layout): string | undefined {
  const folder = `${layout.bin}/`;
  if (command.startsWith(folder)) return command.slice(folder.length).split(" ", 1)[0];
  if (command.endsWith(` ${marker(layout)}`)) return "controllers";
  // kwokctl of an interrupted run
  const at = command.indexOf(` --config ${layout.configuration} `);
  if (at > 0 && /(^|\/)kwokctl( |$)/.test(command.slice(0, at))) return "kwokctl";
  return undefined;
}

export function ownedProcesses(layout: Layout): OwnedProcess[] {
  return processes().flatMap((entry) => {
    const component = componentOf(entry.command, layout);
    return component === undefined || entry.pid === process.pid ? [] : [{ ...entry, component }];
  });
}

/** Sends a signal after checking again that the process is ours. */
function signal(owned: OwnedProcess, layout: Layout, name: NodeJS.Signals): void {
  const now = commandOf(owned.pid);
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

/** Signals all matching processes, including new ones, until none is left. Returns the signalled processes. */
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
      // a process whose main thread has ended has no command line
      const names = new Set([...left, ...ending()].map((one) => `${one.pid} (${one.component})`));
      throw new Error(
        `these processes of ${layout.home} do not end: ${[...names].join(", ")}; kill them`,
      );
    }
    await delay(25);
  }
}

/**
 * Ends the processes of this cluster. Stateless components are killed at once; etcd may close its database.
 * @param only components to end @default all
 * @returns the number of processes
 */
export async function endProcesses(layout: Layout, only?: readonly string[]): Promise<number> {
  const chosen = (owned: OwnedProcess): boolean =>
    only === undefined || only.includes(owned.component);
  const stateless = await end(layout, (o) => chosen(o) && o.component !== "etcd", "SIGKILL", 10);
  const etcd = await end(layout, (o) => chosen(o) && o.component === "etcd", "SIGTERM", 10);
  return new Set([...stateless, ...etcd]).size;
}
