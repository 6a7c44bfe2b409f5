import { banner, changesLine, summaryText } from "../engine/summary.ts";
import { pathsOf } from "../engine/paths.ts";
import { withRunLock } from "../../tools/lock.ts";
import { packOf } from "../engine/analyzer.ts";
import type { CommandOptions } from "./options.ts";
import { reportFailure } from "./report-failure.ts";
import { start } from "./start.ts";

/** Starts the sandbox, runs `up` and prints a summary. @returns the exit code */
export async function up(options: CommandOptions): Promise<number> {
  const { home, stack, timeFactor, report } = options;
  const paths = pathsOf(home);
  return withRunLock(paths.lock, async () => {
    banner(stack, timeFactor).forEach(report);
    const started = await start(options);
    const [{ createEngine }, { settledCensus }, { connect }, { endpoints }] = await Promise.all([
      import("../engine/index.ts"),
      import("../engine/census.ts"),
      import("../engine/kubernetes.ts"),
      import("../engine/endpoints.ts"),
    ]);
    const result = await createEngine({
      ...{ home, stack, report, tools: started.tools, policy: packOf(stack) },
    }).up();
    if (!result.ok) return reportFailure(result, options);
    const kubernetes = connect(paths.kubeconfig);
    const [systems, addresses] = await Promise.all([
      settledCensus(kubernetes),
      endpoints(kubernetes),
    ]);
    report("");
    if (result.policyResult !== undefined) report(result.policyResult.text);
    report(
      summaryText({
        stack,
        changes: result.changes,
        systems,
        endpoints: addresses,
        kubeconfig: paths.kubeconfig,
        seconds: { total: performance.now() / 1_000, ...started.seconds, up: result.seconds },
      }),
    );
    return systems.every(({ missing }) => missing.length === 0) ? 0 : 1;
  });
}

/** Starts the sandbox and prints what `up` would change. @returns the exit code */
export async function preview(options: CommandOptions): Promise<number> {
  const { home, stack, timeFactor, report } = options;
  return withRunLock(pathsOf(home).lock, async () => {
    banner(stack, timeFactor).forEach(report);
    const { tools } = await start(options);
    const { createEngine } = await import("../engine/index.ts");
    const result = await createEngine({
      ...{ home, stack, report, tools, policy: packOf(stack) },
    }).preview();
    if (!result.ok) return reportFailure(result, options);
    if (result.policyResult !== undefined) report(result.policyResult.text);
    report(changesLine(result.changes, true));
    report(`full plan: ${result.log}`);
    return 0;
  });
}
