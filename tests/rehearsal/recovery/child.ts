import { join } from "node:path";
import { createEngine } from "../../../sandbox/engine/index.ts";

/**
 * One operation of the engine in a separate process, so that it can be killed. Arguments: operation, sandbox home, folder of
 * the settings, program.
 */
const [operation = "", home = "", source = "", program = ""] = process.argv.slice(2);
const engine = createEngine({
  home,
  source,
  program,
  stack: "local",
  tools: { pulumi: join(home, "bin/pulumi") },
  report: (line) => console.log(line),
});
const result =
  operation === "destroy"
    ? await engine.destroy()
    : operation === "preview"
      ? await engine.preview()
      : await engine.up();
console.log(JSON.stringify({ ...result.changes, seconds: result.seconds }));
for (const { resource, messages } of result.failures) console.log(resource, messages.join("\n"));
if (result.validationError !== undefined) console.log(result.validationError);
process.exitCode = result.ok ? 0 : 1;
