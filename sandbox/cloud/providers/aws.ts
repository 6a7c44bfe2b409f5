import { resolve } from "node:path";
import { commandOf } from "../../../tools/processes.ts";
import { defaultAccount } from "../caller.ts";
import { endWithEngine, versionOf } from "../provider/process.ts";
import { serve } from "../provider/serve.ts";

const home =
  process.env["SANDBOX_CLOUD"] ?? resolve(import.meta.dirname, "../../..", ".sandbox/cloud");

/** The engine goes first: told of a broken connection alone, it would forget that it had asked. */
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
