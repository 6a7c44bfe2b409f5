import { resolve } from "node:path";
import { commandOf } from "../../../tools/processes.ts";
import { defaultAccount } from "../caller.ts";
import { endWithEngine, versionOf } from "../provider/process.ts";
import { serve } from "../provider/serve.ts";

const home =
  process.env["SANDBOX_CLOUD"] ?? resolve(import.meta.dirname, "../../..", ".sandbox/cloud");

/** ends after the engine: if the connection broke first, the engine would forget its pending request */
function die(): void {
  if (/pulumi/.test(commandOf(process.ppid) ?? "")) process.kill(process.ppid, "SIGKILL");
  process.kill(process.pid, "SIGKILL");
}

serve(
  {
    home,
    account: defaultAccount,
    environment: process.env,
    die,
    report: (line) => console.error(line),
  },
  versionOf("@pulumi/aws"),
);
endWithEngine();
