/**
 * One operation of the engine on one program, in a separate process: `node tools/bench/operation.ts <task>`. It does not
 * use the sandbox's engine, so both programs run in the same way.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { policyOptions } from "../../sandbox/engine/analyzer.ts";
import type { FlatResource } from "./record.ts";
import { isTask, type Task } from "./task.ts";

const task: unknown = JSON.parse(process.argv[2] ?? "{}");
if (!isTask(task)) throw new Error("tools/bench/operation.ts is started by tools/bench/main.ts");
await run(task);

async function run(task: Task): Promise<void> {
  const { program, operation, workDir, place, count, flatFile, policy } = task;
  mkdirSync(workDir, { recursive: true });
  // in process for both; a plain `pulumi up` would use the language host
  const flatResources: readonly FlatResource[] = JSON.parse(readFileSync(flatFile, "utf8"));
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      stackName: program,
      projectName: "hanok-bench",
      program:
        operation === "destroy"
          ? () => Promise.resolve()
          : async () => {
              if (program === "flat") {
                const { flat } = await import("./programs/flat.ts");
                flat(flatResources, place.kubeconfig);
              } else {
                const { hanok } = await import("./programs/hanok.ts");
                await hanok(count, place);
              }
            },
    },
    { workDir, pulumiCommand: await PulumiCommand.get() },
  );
  if (operation === "preview") await stack.preview(policyOptions(policy));
  else if (operation === "up") await stack.up(policyOptions(policy));
  else await stack.destroy();
}
