/**
 * Node.js loads this file before the program (`nodeargs` in Pulumi.yaml). It takes away work that `@pulumi/pulumi` does for
 * everybody and this program never asks for; docs/adr/0015-preload.md says what each costs.
 */
import Module, { createRequire } from "node:module";

const pulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

// the TypeScript compiler and npm's dependency resolver turn functions into text for the cloud: loaded when first used
for (const name of ["typescript", "@npmcli/arborist"]) {
  const path = locate(name);
  if (path !== undefined) loadWhenUsed(path);
}
// the report of leaked promises is off unless somebody asks for it
if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) forgetOrigins();
forgetPositions();

function locate(name: string): string | undefined {
  try {
    return pulumi.resolve(name);
  } catch {
    // Pulumi brings a compiler of its own where there is none
    return undefined;
  }
}

function loadWhenUsed(path: string): void {
  const whole = (): object => {
    if (pulumi.cache[path] === stand) Reflect.deleteProperty(pulumi.cache, path);
    const loaded: unknown = pulumi(path);
    if (typeof loaded !== "object" && typeof loaded !== "function")
      throw new Error(`${path} exports nothing`);
    return loaded ?? {};
  };
  const stand = new Module(path);
  stand.filename = path;
  stand.loaded = true;
  stand.exports = new Proxy(
    // the one name that a default import copies
    { default: undefined },
    {
      get: (_, key) => {
        // a module that says so is taken as it is, not copied name by name; its default is then asked for, too
        if (key === "__esModule") return true;
        const found: unknown = Reflect.get(whole(), key);
        return key === "default" && found === undefined ? whole() : found;
      },
      has: (_, key) => Reflect.has(whole(), key),
    },
  );
  pulumi.cache[path] = stand;
}

/** Each promise of the runtime keeps the stack trace of its origin, translated by source maps, for that report. */
function forgetOrigins(): void {
  const runtime: Record<string, unknown> = pulumi("@pulumi/pulumi/runtime/debuggable.js");
  const { debuggablePromise } = runtime;
  if (typeof debuggablePromise !== "function") return;
  runtime["debuggablePromise"] = (...all: unknown[]): unknown => {
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
 * The state holds where each resource was made, and the whole way there: a ninth of it. Objects of a cluster are all made by one line, and their
 * names say more.
 */
function forgetPositions(): void {
  const { Resource }: Record<string, unknown> = pulumi("@pulumi/pulumi/resource.js");
  if (typeof Resource !== "function") return;
  if (typeof Reflect.get(Resource, "stackTrace") !== "function") return;
  Reflect.set(Resource, "stackTrace", (): readonly unknown[] => []);
}
