/**
 * Runs a policy pack for the engine, which starts it with its own address and the pack's folder: what `run-policy-pack`
 * of `@pulumi/pulumi` does, without the TypeScript compiler: Node.js strips the types itself.
 */
const { resolve } = require("node:path");

const engine = process.ppid;
// an engine that is killed tells nobody; without this its analyzer would stay
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 1_000).unref();

require("../../preload.js");

require(resolve(process.argv[3] ?? "."));
