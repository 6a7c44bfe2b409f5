import { clusterStatus } from "../cluster/index.ts";
import { pathsOf } from "../engine/paths.ts";
import { stacksIn } from "../engine/state.ts";
import { statusText } from "../engine/summary.ts";
import type { CommandOptions } from "./options.ts";

/** Reports what is running. @returns the exit code: 0 if the cluster runs */
export async function status({ home, report }: CommandOptions): Promise<number> {
  const paths = pathsOf(home);
  const { state, apiServer, kubeconfig } = await clusterStatus(home);
  report(`cluster: ${state}${state === "running" ? `, ${apiServer}` : ""}`);
  const stacks = stacksIn(paths);
  report(`stacks: ${stacks.length === 0 ? "none" : stacks.join(", ")}`);
  if (state !== "running") return 1;
  const [{ connect }, { census }, { endpoints }] = await Promise.all([
    import("../engine/kubernetes.ts"),
    import("../engine/census.ts"),
    import("../engine/endpoints.ts"),
  ]);
  const kubernetes = connect(kubeconfig);
  const [systems, addresses] = await Promise.all([census(kubernetes), endpoints(kubernetes)]);
  statusText({ systems, endpoints: addresses, kubeconfig }).forEach(report);
  return 0;
}
