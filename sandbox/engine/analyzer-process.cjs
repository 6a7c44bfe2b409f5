/**
 * Runs a policy pack. The engine passes its own address and the pack's folder. Like `run-policy-pack` of `@pulumi/pulumi`,
 * but Node.js strips the types, so no TypeScript compiler is needed.
 */
const { resolve } = require("node:path");

const engine = process.ppid;
// A killed engine does not notify its analyzer, so the analyzer watches its parent process.
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, 1_000).unref();

require("../../preload.js");

require(resolve(process.argv[3] ?? "."));
