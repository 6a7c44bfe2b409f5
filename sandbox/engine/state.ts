import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DeploymentState } from "./pending.ts";
import type { Paths } from "./paths.ts";
import { commandOf } from "../../tools/processes.ts";
import { forgetProject } from "./settings.ts";

/** File in the state's folder with the ID of the cluster that the state describes. */
const clusterFile = "cluster";

/**
 * Moves the state away if it describes another cluster. The objects of that cluster are gone, and the engine would wait
 * for them or adopt unrelated ones.
 *
 * @param cluster UID of the namespace kube-system
 * @param now used in the folder's name
 * @returns the folder with the old state, or undefined if the state matches the cluster
 */
export function agree(paths: Paths, cluster: string, now: Date): string | undefined {
  const file = join(paths.state, clusterFile);
  const known = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  if (known === cluster) return undefined;
  const aside = stacksIn(paths).length > 0 ? putAside(paths, now) : undefined;
  mkdirSync(paths.state, { recursive: true });
  writeFileSync(file, `${cluster}\n`);
  return aside;
}

/** Renames the state's folder and removes its salt. The simulated account moves with it, because nothing else refers to it. */
export function putAside(paths: Paths, now: Date): string {
  const aside = `${paths.state}-${now.toISOString().replaceAll(/[:.]/g, "-")}`;
  renameSync(paths.state, aside);
  const accounts = join(paths.cloud, "accounts");
  if (existsSync(accounts)) renameSync(accounts, join(aside, "accounts"));
  forgetProject(paths);
  return aside;
}

/** Names of the stacks in the state, including empty ones. */
export function stacksIn({ state }: Paths): readonly string[] {
  return filesBelow(join(state, ".pulumi", "stacks"))
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .map((file) => file.replace(/^.*\//, "").replace(/\.json(\.gz)?$/, ""));
}

/**
 * Refuses a second stack while another one has resources, because their objects have the same names.
 * @throws Error that names the other stack and the remedy
 */
export function refuseSecondStack(paths: Paths, stack: string): void {
  const others = filesBelow(join(paths.state, ".pulumi", "stacks"))
    .filter((file) => /^[^/]+\/[^/]+\.json$/.test(file))
    .map((file) => file.replace(/\.json$/, "").split("/"))
    .filter(([project = "", name = ""]) => {
      return name !== stack && (readState(paths, project, name).resources ?? []).length > 0;
    });
  if (others.length === 0) return;
  throw new Error(
    `stack ${others.map(([, name]) => name).join(", ")} runs in this sandbox, and the objects of stack ${stack} ` +
      "have the same names; run make sandbox-down first",
  );
}

/**
 * The stack's last state in the file backend; empty if there is none. Reading the file is half a second faster than the
 * CLI, and only a count and a hint depend on it.
 */
export function readState({ state }: Paths, project: string, stack: string): DeploymentState {
  try {
    const file = join(state, ".pulumi", "stacks", project, `${stack}.json`);
    const content: { checkpoint?: { latest?: DeploymentState } } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    return content.checkpoint?.latest ?? {};
  } catch {
    return {};
  }
}

/** The stack's state in the format of `pulumi stack import`, with encrypted secrets. */
export function exportedState(
  { state }: Paths,
  project: string,
  stack: string,
): { readonly version: number; readonly deployment: DeploymentState } {
  const file = join(state, ".pulumi", "stacks", project, `${stack}.json`);
  const content: { version: number; checkpoint: { latest?: DeploymentState } } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  return { version: content.version, deployment: content.checkpoint.latest ?? {} };
}

/** A lock of Pulumi's file backend. */
export interface Lock {
  readonly pid: number;
  readonly file: string;
}

/** The locks of a stack. An unreadable lock has no holder. */
export function locksOf({ state }: Paths, stack: string): readonly Lock[] {
  const root = join(state, ".pulumi", "locks");
  return filesBelow(root)
    .filter((file) => file.split("/").at(-2) === stack && file.endsWith(".json"))
    .map((file) => ({ pid: pidIn(join(root, file)), file: join(root, file) }));
}

/** Whether the engine that took the lock still runs. After a restart, another program may have its process number. */
export function isHeld({ pid }: Lock): boolean {
  return pid > 0 && /pulumi/.test(commandOf(pid) ?? "");
}

/**
 * Waits for an engine whose caller was killed, which ends by itself.
 * @returns the remaining locks of dead engines
 * @throws Error if a live engine keeps its lock until the timeout
 */
export async function deadLocks(
  paths: Paths,
  stack: string,
  patienceSeconds = 20,
): Promise<readonly Lock[]> {
  const end = performance.now() + patienceSeconds * 1_000;
  for (;;) {
    const locks = locksOf(paths, stack);
    const held = locks.find(isHeld);
    if (held === undefined) return locks;
    if (performance.now() > end)
      throw new Error(
        `process ${held.pid} is using the state of stack ${stack} (${held.file}); wait until it ends`,
      );
    await sleep(250);
  }
}

function pidIn(file: string): number {
  try {
    const { pid }: { pid?: number } = JSON.parse(readFileSync(file, "utf8"));
    return pid ?? 0;
  } catch {
    return 0;
  }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: false });
}
