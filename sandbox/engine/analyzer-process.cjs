/**
 * Runs a policy pack for the engine, which starts it with its own address and the pack's folder: what `run-policy-pack`
 * of `@pulumi/pulumi` does, without the TypeScript compiler: Node.js strips the types itself.
 */
const { createRequire } = require("node:module");
const { join, resolve } = require("node:path");

const engine = process.ppid;
// an engine that is killed tells nobody; without this its analyzer would stay
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 1_000).unref();

const { loadWhenUsed, seldomUsed } = require("../../preload/when-used.ts");

const pack = resolve(process.argv[3] ?? ".");
const own = createRequire(join(pack, "index.cjs"));
const library = createRequire(own.resolve("@pulumi/policy"));
const pulumi = createRequire(library.resolve("@pulumi/pulumi"));
// nobody reads what zod would say in fifty languages, and Pulumi's own runtime is needed for repairs alone
loadWhenUsed(own, "zod/v4/locales");
for (const name of ["@pulumi/pulumi", "@pulumi/pulumi/runtime/rpc"]) loadWhenUsed(library, name);
for (const name of seldomUsed) loadWhenUsed(pulumi, name);
require(pack);
