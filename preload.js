/**
 * Node.js loads this file before the program (`nodeargs` in Pulumi.yaml). It enables the compile cache and skips work of
 * `@pulumi/pulumi` that this program never needs (docs/adr/0015-preload.md has the measurements).
 *
 * It is JavaScript, because an older Node.js must be able to parse it, and stripping types would cost 8 MiB.
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
// NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE take precedence
Module.enableCompileCache(fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)));

const pulumi = Module.createRequire(
  Module.createRequire(import.meta.url).resolve("@pulumi/pulumi"),
);

loadWhenUsed("typescript");
// the report of leaked promises is off by default
if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) dropPromiseTraces();
dropResourceTraces();

/**
 * Replaces a module of `@pulumi/pulumi` in the module cache by a proxy that loads the real module on first use. The SDK
 * loads the TypeScript compiler at its start, but only needs it to serialize functions.
 * @param {string} name module; ignored if it does not exist
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
        // with this mark, an import takes the module as it is and then reads its default
        if (key === "__esModule") return true;
        const found = Reflect.get(whole(), key);
        return key === "default" && found === undefined ? whole() : found;
      },
      has: (_, key) => Reflect.has(whole(), key),
      set: (_, key, value) => Reflect.set(whole(), key, value),
      // named imports check whether the property exists; loaders check `module.exports`
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
    // Pulumi bundles its own compiler
    return undefined;
  }
}

/** Promises of the runtime store a stack trace with source maps, for the report of leaked promises. */
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

/** The state contains a stack trace for each resource, a ninth of its size. Resource names are more useful. */
function dropResourceTraces() {
  const { Resource } = pulumi("@pulumi/pulumi/resource.js");
  if (typeof Resource?.stackTrace !== "function") return;
  Resource.stackTrace = () => [];
}
