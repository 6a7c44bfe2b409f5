import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { commandOf } from "../../engine/processes.ts";
import { defaultAccount } from "../lookup.ts";
import { serve } from "../provider/serve.ts";

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"), "utf8"),
);
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
  manifest.version,
);

// an engine that was killed cannot end its plugins
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(1);
}, 500).unref();
