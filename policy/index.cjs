// Pulumi's policy runtime requires this file. Node.js strips the types of the pack itself.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`The policy pack needs Node.js 22.18 or newer (found: ${process.versions.node}).`);
  process.exit(1);
}
// An import, because the runtime may have registered a TypeScript compiler for what is required.
import("./pack.ts");
