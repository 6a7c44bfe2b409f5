/**
 * Measures a program's own share, without engine, provider and API server: registers all resources with mocks. Prints a
 * `Said` from the first statement to the last registration, after loading the libraries.
 */
import { readFileSync } from "node:fs";
import { flat } from "./programs/flat.ts";
import { hanok } from "./programs/hanok.ts";
import { type FlatResource, mocked } from "./record.ts";
import { cpuNow, sayFigures } from "./said.ts";
import { isTask } from "./task.ts";

const task: unknown = JSON.parse(process.argv[2] ?? "{}");
if (!isTask(task)) throw new Error("tools/bench/share.ts is started by tools/bench/main.ts");
const { program, count, place, flatFile } = task;
const resources: readonly FlatResource[] = JSON.parse(readFileSync(flatFile, "utf8"));
const run =
  program === "flat" ? () => flat(resources, place.kubeconfig) : () => hanok(count, place);
const before = cpuNow();
const start = performance.now();
await mocked(run, () => undefined);
const seconds = (performance.now() - start) / 1000;
sayFigures(seconds, before);
process.exit(0);
