import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { ensureTools } from "../../tools/ensure.ts";
import { stopCluster } from "../cluster.ts";
import { accountLeftovers } from "../engine/leftovers-aws.ts";
import { pathsOf } from "../engine/paths.ts";
import { endOrphans } from "../engine/processes.ts";
import { withRunLock } from "../lock.ts";
import { stacksIn } from "../engine/state.ts";
import type { CommandOptions } from "./options.ts";
import { reportFailure } from "./report-failure.ts";

/** Lines of what is left, at most. */
const shown = 20;

/**
 * Destroys every stack that stands in the sandbox, looks whether anything is left, stops the cluster and forgets the
 * state. It stops the cluster whatever happens before; a dead cluster or a lost state is no obstacle.
 *
 * @returns the exit code: 1 when a destroy failed or left something
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

/** Removes state, settings, the simulated AWS and the cluster's data. Tools, charts, logs and Pulumi's own folder stay. */
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
    report("no cluster runs, so nothing has to be destroyed in it");
    return 0;
  }
  const stacks = stacksIn(paths);
  if (stacks.length === 0) {
    report("there is no state, so what stands goes with the cluster");
    return 0;
  }
  const { createEngine } = await import("../engine.ts");
  const found = await ensureTools({ home, groups: ["sandbox"], report: () => undefined });
  const tools = Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
  for (const stack of stacks) {
    const result = await createEngine({ home, stack, tools, report }).destroy();
    if (!result.ok) return reportFailure(result, options);
    const { changesLine } = await import("../engine/summary.ts");
    report(`stack ${stack}: ${changesLine(result.changes)}`);
  }
  const { leftovers } = await import("../engine/leftovers.ts");
  const left = [...(await leftovers(connect(paths.kubeconfig))), ...accountLeftovers(paths.cloud)];
  report(left.length === 0 ? "nothing is left in the cluster, nor in AWS that bills" : "left:");
  for (const line of left.slice(0, shown)) report(`  ${line}`);
  if (left.length > shown) report(`  and ${left.length - shown} more`);
  return left.length === 0 ? 0 : 1;
}
