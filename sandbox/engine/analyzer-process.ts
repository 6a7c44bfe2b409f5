/**
 * Runs a policy pack for the engine, which starts it with its own address and the pack's folder: what
 * `run-policy-pack` of `@pulumi/pulumi` does, without the TypeScript compiler, which a pack that brings tsx does not need.
 */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [, folder = "."] = process.argv.slice(2);
const engine = process.ppid;

// an engine that is killed tells nobody; without this its analyzer would stay
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 1_000).unref();
const require = createRequire(join(resolve(folder), "package.json"));
require(resolve(folder));
