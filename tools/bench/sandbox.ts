import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCharts } from "../../sandbox/charts/index.ts";
import { startCluster, stopCluster } from "../../sandbox/cluster/index.ts";
import { sandboxEnvironment, type ToolPaths } from "../../sandbox/engine/environment.ts";
import { pathsOf, repository } from "../../sandbox/engine/paths.ts";
import { keepNoDebugLog, tuning } from "../../sandbox/engine/tuning.ts";
import { local } from "../../stacks/local.ts";
import { ensureTools } from "../ensure.ts";
import type { Place } from "./environment.ts";

/** A separate cluster for the benchmark, and its paths. */
export interface BenchSandbox {
  readonly home: string;
  readonly place: Place;
  /** Environment of our program, like that of a run in the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment of the baseline, with the engine's default settings. */
  readonly floorEnv: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

type Report = (line: string) => void;

/** The tools of this clone, built if necessary. */
export async function benchTools(report: Report): Promise<ToolPaths> {
  const home = join(repository, ".sandbox");
  const found = await ensureTools({ home, groups: ["sandbox"], report });
  return Object.fromEntries(Object.entries(found).map(([name, { path }]) => [name, path]));
}

/**
 * Starts a separate cluster with enough nodes for two pods of each service. Start-up times are a sixtieth.
 * @param count services of the largest measurement
 */
export async function openSandbox(
  count: number,
  tools: ToolPaths,
  report: Report,
): Promise<BenchSandbox> {
  const home = mkdtempSync(join(repository, ".sandbox", "bench-"));
  const paths = pathsOf(home);
  const close = async () => {
    await stopCluster(home, () => undefined);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    mkdirSync(paths.state, { recursive: true });
    keepNoDebugLog(paths.pulumi);
    writeFileSync(paths.passphrase, "benchmark", { mode: 0o600 });
    makeCharts({ target: paths.charts, report: () => undefined });
    // two pods for each service, and a third during a rollout; three zones with m7i.2xlarge, which runs 58 pods
    const perZone = Math.ceil((count * 3) / 58 / local.zones.length);
    await startCluster({
      home,
      tools,
      report,
      zones: local.zones,
      nodes: [
        { instanceType: "m7i.2xlarge", perZone },
        { instanceType: "m7g.xlarge", perZone: Math.max(1, Math.ceil(perZone / 8)) },
      ],
      timeFactor: 1 / 60,
      gatewayCrds: tools["gateway-api"] ?? "",
    });
  } catch (error) {
    await close();
    throw error;
  }
  const env = sandboxEnvironment(process.env, paths, tools);
  const defaults = Object.entries(env).filter(([name]) => !Object.hasOwn(tuning, name));
  return {
    home,
    place: { kubeconfig: paths.kubeconfig, charts: paths.charts },
    env,
    floorEnv: { ...Object.fromEntries(defaults), PULUMI_HOME: join(home, "pulumi-floor") },
    close,
  };
}
