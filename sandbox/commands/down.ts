import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { ensureTools } from "../../tools/ensure.ts";
import { stopCluster } from "../cluster/index.ts";
import { accountLeftovers, leftovers } from "../engine/leftovers.ts";
import { pathsOf } from "../engine/paths.ts";
import { endOrphans } from "../engine/processes.ts";
import { withRunLock } from "../../tools/lock.ts";
import { stacksIn } from "../engine/state.ts";
import type { CommandOptions } from "./options.ts";
import { reportFailure } from "./report-failure.ts";

/** Maximum number of leftovers that are listed. */
const shown = 20;

/**
 * Destroys every stack in the sandbox, looks for leftovers, stops the cluster and removes the state. It stops the cluster
 * even if the cluster is down, the state is lost or the destroy fails.
 *
 * @returns the exit code: 1 if a destroy failed or left something behind
 */
export async function down(options: CommandOptions): Promise<number> {
  const { home, report } = options;
  const paths = pathsOf(home);
  return withRunLock(paths.lock, async () => {
    let code = 1;
    try {
      code = await destroyAll(options);
    } catch (error) {
      report(`destroy: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      if (code !== 130) {
        const { ended } = await stopCluster(home, report);
        await endOrphans(paths.bin);
        forget(home);
        report(
          `the sandbox is stopped (${ended} processes ended) after ` +
            `${(performance.now() / 1_000).toFixed(1)} s`,
        );
      }
    }
    return code;
  });
}

/** Removes the state, the settings, the simulated AWS and the cluster's data. Tools, charts, logs and Pulumi's own folder stay. */
function forget(home: string): void {
  const paths = pathsOf(home);
  const aside = readdirSync(home).filter((name) => name.startsWith(`${basename(paths.state)}-`));
  for (const path of [
    ...[paths.state, paths.project, paths.kubeconfig, join(home, "cluster")],
    join(paths.cloud, "accounts"),
    ...aside.map((name) => join(home, name)),
  ])
    rmSync(path, { recursive: true, force: true });
}

async function destroyAll(options: CommandOptions): Promise<number> {
  const { home, report } = options;
  const paths = pathsOf(home);
  const { clusterUid, connect } = await import("../engine/kubernetes.ts");
  if ((await clusterUid(paths.kubeconfig)) === undefined) {
    report("no cluster is running, so there is nothing to destroy in it");
    return 0;
  }
  const stacks = stacksIn(paths);
  if (stacks.length === 0) {
    report("there is no state; remaining objects are deleted with the cluster");
    return 0;
  }
  const { createEngine } = await import("../engine/index.ts");
  const found = await ensureTools({ home, groups: ["sandbox"], report: () => undefined });
  const tools = Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
  for (const stack of stacks) {
    const result = await createEngine({ home, stack, tools, report }).destroy();
    if (!result.ok) return reportFailure(result, options);
    const { changesLine } = await import("../engine/summary.ts");
    report(`stack ${stack}: ${changesLine(result.changes)}`);
  }
  const left = [...(await leftovers(connect(paths.kubeconfig))), ...accountLeftovers(paths.cloud)];
  report(
    left.length === 0
      ? "no leftovers in the cluster, and none in AWS that cost money"
      : "leftovers:",
  );
  for (const line of left.slice(0, shown)) report(`  ${line}`);
  if (left.length > shown) report(`  and ${left.length - shown} more`);
  return left.length === 0 ? 0 : 1;
}
