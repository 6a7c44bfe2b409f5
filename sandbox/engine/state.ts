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
import { commandOf } from "./processes.ts";
import { forgetProject } from "./settings.ts";

/** File in the state's folder that names the cluster which the state describes. */
const clusterFile = "cluster";

/**
 * Puts the state aside when it describes another cluster than the one that runs: its objects are gone, and
 * an engine that believed in them would wait for them or adopt what is not its own.
 *
 * @param cluster uid of the namespace kube-system, which is made once in the life of a cluster
 * @param now for the name of the folder
 * @returns where the old state lies, or undefined when state and cluster agree
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

/** Renames the state's folder and forgets its salt. What it describes in the simulated AWS goes with it: nobody would find it again. */
export function putAside(paths: Paths, now: Date): string {
  const aside = `${paths.state}-${now.toISOString().replaceAll(/[:.]/g, "-")}`;
  renameSync(paths.state, aside);
  const accounts = join(paths.cloud, "accounts");
  if (existsSync(accounts)) renameSync(accounts, join(aside, "accounts"));
  forgetProject(paths);
  return aside;
}

/** The stacks that the state knows, whatever they hold. */
export function stacksIn({ state }: Paths): readonly string[] {
  return filesBelow(join(state, ".pulumi", "stacks"))
    .filter((file) => /\.json(\.gz)?$/.test(file))
    .map((file) => file.replace(/^.*\//, "").replace(/\.json(\.gz)?$/, ""));
}

/**
 * Refuses a second stack beside one that stands: their objects have the same names, and one would take over the
 * other's.
 *
 * @throws Error that names the stack that stands, and the remedy
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
    `stack ${others.map(([, name]) => name).join(", ")} stands in this sandbox, and stack ${stack} ` +
      "has objects of the same names; run make sandbox-down first",
  );
}

/**
 * The stack's last state, as the file backend keeps it; empty when there is none. Reading the file spares
 * half a second of a CLI call, and only a count and a hint depend on it.
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

/** The stack's state as `pulumi stack import` takes it; its secrets are encrypted, as in the file. */
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

/** One lock of Pulumi's file backend. */
export interface Lock {
  readonly pid: number;
  readonly file: string;
}

/** The locks of a stack. A lock that cannot be read has no holder. */
export function locksOf({ state }: Paths, stack: string): readonly Lock[] {
  const root = join(state, ".pulumi", "locks");
  return filesBelow(root)
    .filter((file) => file.split("/").at(-2) === stack && file.endsWith(".json"))
    .map((file) => ({ pid: pidIn(join(root, file)), file: join(root, file) }));
}

/** Whether the engine that took the lock still runs: after a restart its number may be another's. */
export function isHeld({ pid }: Lock): boolean {
  return pid > 0 && /pulumi/.test(commandOf(pid) ?? "");
}

/**
 * Waits for an engine whose caller was killed: it ends by itself once it notices.
 * @returns the locks that remain, of dead engines
 * @throws Error when a live engine holds the state all the time
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
        `process ${held.pid} works on the state of stack ${stack} (${held.file}); wait until it ends`,
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
