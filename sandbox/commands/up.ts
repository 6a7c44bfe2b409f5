import { banner, changesLine, summaryText } from "../engine/summary.ts";
import { placesOf } from "../engine/paths.ts";
import { withRunLock } from "../engine/run-lock.ts";
import { packOf } from "../engine/analyzer.ts";
import type { CommandOptions } from "./options.ts";
import { reportFailure } from "./report-failure.ts";
import { start } from "./start.ts";

/** Starts the sandbox, runs `up` of the stack in it, and says what came up. @returns the exit code */
export async function up(options: CommandOptions): Promise<number> {
  const { home, stack, timeFactor, report } = options;
  const places = placesOf(home);
  return withRunLock(places.lock, async () => {
    banner(stack, timeFactor).forEach(report);
    const started = await start(options);
    const [{ createEngine }, { settledCensus }, { connect }, { endpoints }] = await Promise.all([
      import("../engine.ts"),
      import("../engine/census.ts"),
      import("../engine/kubernetes.ts"),
      import("../engine/endpoints.ts"),
    ]);
    const result = await createEngine({
      ...{ home, stack, report, tools: started.tools, policy: packOf(stack) },
    }).up();
    if (!result.ok) return reportFailure(result, options);
    const kubernetes = connect(places.kubeconfig);
    const [systems, addresses] = await Promise.all([
      settledCensus(kubernetes),
      endpoints(kubernetes),
    ]);
    report("");
    if (result.judgement !== undefined) report(result.judgement.text);
    report(
      summaryText({
        stack,
        changes: result.changes,
        systems,
        endpoints: addresses,
        kubeconfig: places.kubeconfig,
        seconds: { total: performance.now() / 1_000, ...started.seconds, up: result.seconds },
      }),
    );
    return systems.every(({ missing }) => missing.length === 0) ? 0 : 1;
  });
}

/** Starts the sandbox and says what `up` would change. @returns the exit code */
export async function preview(options: CommandOptions): Promise<number> {
  const { home, stack, timeFactor, report } = options;
  return withRunLock(placesOf(home).lock, async () => {
    banner(stack, timeFactor).forEach(report);
    const { tools } = await start(options);
    const { createEngine } = await import("../engine.ts");
    const result = await createEngine({
      ...{ home, stack, report, tools, policy: packOf(stack) },
    }).preview();
    if (!result.ok) return reportFailure(result, options);
    if (result.judgement !== undefined) report(result.judgement.text);
    report(changesLine(result.changes, true));
    report(`the whole plan: ${result.log}`);
    return 0;
  });
}
