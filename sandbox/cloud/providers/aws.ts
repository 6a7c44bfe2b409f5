import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { serve } from "../provider/serve.ts";

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"), "utf8"),
);
const home =
  process.env["SANDBOX_CLOUD"] ?? resolve(import.meta.dirname, "../../..", ".sandbox/cloud");

serve(
  {
    home,
    account: process.env["SANDBOX_ACCOUNT"] ?? "123456789012",
    environment: process.env,
    die: () => process.kill(process.pid, "SIGKILL"),
    report: (line) => console.error(line),
  },
  manifest.version,
);
