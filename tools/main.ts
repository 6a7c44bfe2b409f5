import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureTools } from "./ensure.ts";
import type { Group } from "./pin.ts";

const known: readonly string[] = [
  "sandbox",
  "eks",
  "test",
  "monitoring",
] satisfies readonly Group[];

const here = dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    group: { type: "string", multiple: true, default: ["sandbox"] },
    home: { type: "string", default: resolve(here, "..", ".sandbox") },
  },
});
const unknown = values.group.filter((group) => !known.includes(group));
if (unknown.length > 0) {
  console.error(`--group ${unknown.join(", ")}: the groups are ${known.join(", ")}`);
  process.exit(2);
}
try {
  await ensureTools({
    home: resolve(values.home),
    groups: values.group as readonly Group[],
    report: (line) => console.log(line),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
