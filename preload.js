/**
 * Node.js loads this file before the program (`nodeargs` in Pulumi.yaml). It turns the compile cache on and takes away work that
 * `@pulumi/pulumi` does for every program and this program never needs; docs/adr/0015-preload.md has the figures.
 *
 * It is JavaScript: an older Node.js must be able to read it, and stripping its types would cost 8 MiB before the cache is on.
 */
import Module from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Hanok needs Node.js 22.18 or newer (found: ${process.versions.node}). ` +
      "Install Node.js 24 from https://nodejs.org/en/download, or use the commands of the Makefile: they bring one.",
  );
  process.exit(1);
}
// NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE win
Module.enableCompileCache(fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)));

const pulumi = Module.createRequire(
  Module.createRequire(import.meta.url).resolve("@pulumi/pulumi"),
);

loadWhenUsed("typescript");
// the report of leaked promises is off by default
if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) dropPromiseTraces();
dropResourceTraces();

/**
 * Puts a stand-in for a module of `@pulumi/pulumi` in the module cache. The real module is loaded when a property of it is first read.
 * The SDK loads the TypeScript compiler at its start, and needs it only to turn a function into text for the cloud.
 * @param {string} name of the module; a missing module is left alone
 */
function loadWhenUsed(name) {
  const path = locate(name);
  if (path === undefined || pulumi.cache[path] !== undefined) return;
  /** @returns {object} */
  const whole = () => {
    if (pulumi.cache[path] === stand) Reflect.deleteProperty(pulumi.cache, path);
    return pulumi(path);
  };
  const stand = new Module(path);
  stand.filename = path;
  stand.loaded = true;
  stand.exports = new Proxy(
    // a default import copies this name
    { default: undefined },
    {
      get: (_, key) => {
        // an import takes a module with this mark as it is, and then asks for its default
        if (key === "__esModule") return true;
        const found = Reflect.get(whole(), key);
        return key === "default" && found === undefined ? whole() : found;
      },
      has: (_, key) => Reflect.has(whole(), key),
      set: (_, key, value) => Reflect.set(whole(), key, value),
      // an import by name asks whether the module has it; loaders ask every module for `module.exports`
      getOwnPropertyDescriptor: (_, key) => {
        const value = key === "module.exports" ? undefined : Reflect.get(whole(), key);
        return value === undefined ? undefined : { value, configurable: true, enumerable: true };
      },
    },
  );
  pulumi.cache[path] = stand;
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function locate(name) {
  try {
    return pulumi.resolve(name);
  } catch {
    // Pulumi brings a compiler of its own
    return undefined;
  }
}

/** Each promise of the runtime keeps the stack trace of its origin, translated by source maps, for the report of leaked promises. */
function dropPromiseTraces() {
  const runtime = pulumi("@pulumi/pulumi/runtime/debuggable.js");
  const { debuggablePromise } = runtime;
  if (typeof debuggablePromise !== "function") return;
  /** @param {unknown[]} all */
  runtime.debuggablePromise = (...all) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return Reflect.apply(debuggablePromise, undefined, all);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

/**
 * The state holds the stack trace of each resource: a ninth of its size. One line makes all objects of a cluster, so their names say more.
 */
function dropResourceTraces() {
  const { Resource } = pulumi("@pulumi/pulumi/resource.js");
  if (typeof Resource?.stackTrace !== "function") return;
  Resource.stackTrace = () => [];
}
