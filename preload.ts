/**
 * Node.js loads this file before the program (`nodeargs` in Pulumi.yaml). It takes away work that `@pulumi/pulumi` does for
 * everybody and this program never asks for; docs/adr/0015-preload.md says what each costs.
 */
import { createRequire } from "node:module";
import { loadWhenUsed, seldomUsed } from "./preload/when-used.ts";

const pulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

for (const name of seldomUsed) loadWhenUsed(pulumi, name);
// the report of leaked promises is off unless somebody asks for it
if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"] === undefined) forgetOrigins();
forgetPositions();

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
