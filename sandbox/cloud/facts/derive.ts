/** Derives the files of facts: `npx tsx sandbox/cloud/facts/derive.ts [--check]`. Needs pip and npm. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTypes, schemaDate } from "./derive/cloudformation.ts";
import { lineOf } from "./derive/lines.ts";
import { download, named, terraformTypes } from "./derive/packages.ts";
import { packageName, readNested, readResources } from "./derive/pulumi.ts";
import { deriveResource } from "./derive/resources.ts";
import { Output, render } from "./derive/write.ts";

const folder = join(tmpdir(), "hanok-facts");
const output = new Output(process.argv.includes("--check"));
download(folder);

const root = fileURLToPath(new URL("../../../node_modules/@pulumi/aws", import.meta.url));
const types = readTypes(folder);
const terraform = terraformTypes(folder);
const nested = readNested(root);
const lines = readResources(root).map((resource) => {
  const derived = deriveResource(resource, nested, types);
  return [resource.type, lineOf(derived, terraform)] as const;
});
const sources = [
  packageName(root),
  named("cfn-lint"),
  named("@aws-cdk/aws-service-spec"),
  named("@cdktf/provider-aws"),
  "corrections.json",
];
output.put(
  new URL("resources.json", import.meta.url),
  render({ source: sources, date: schemaDate(folder) }, { resources: Object.fromEntries(lines) }),
);

if (output.different.length > 0) {
  console.error(`not as derived now: ${output.different.join(", ")}`);
  process.exitCode = 1;
}
