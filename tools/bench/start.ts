/**
 * Measures the program start like the Node.js host: loads index.ts for the local stack with mocks, until the first resource
 * other than the stack is registered. Prints a `Said`.
 */
import * as pulumi from "@pulumi/pulumi";
import { sayFigures } from "./said.ts";

let told = false;
const settings: unknown = JSON.parse(process.env["HANOK_BENCH_CONFIG"] ?? "{}");
if (typeof settings === "object" && settings !== null)
  for (const [key, value] of Object.entries(settings)) pulumi.runtime.setConfig(key, String(value));

await pulumi.runtime.setMocks(
  {
    newResource: ({ name, type, inputs }) => {
      if (!told && type !== "pulumi:pulumi:Stack") {
        told = true;
        // performance.now() starts with the process
        sayFigures(performance.now() / 1000, 0);
        // pending promises would be reported as leaks
        process.kill(process.pid, "SIGKILL");
      }
      return { id: `${name}-id`, state: inputs };
    },
    call: ({ inputs }) => inputs,
  },
  "hanok",
  "local",
  true,
);
await import("../../index.ts");
