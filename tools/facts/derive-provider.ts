/**
 * Derives resources.json, what the real provider's code accepts: `node tools/facts/derive-provider.ts [--check]`.
 * Needs ../shared/provider-facts and the installed @pulumi/aws, and no network.
 */
import { fileURLToPath } from "node:url";
import { packageName, readNested, readResources } from "./provider/pulumi.ts";
import { Output, render } from "./derive/write.ts";
import { LineWriter } from "./provider/lines.ts";
import { readSource } from "./provider/source.ts";
import { terraformName } from "./provider/terraform.ts";

const output = new Output(process.argv.includes("--check"));
const root = fileURLToPath(new URL("../../node_modules/@pulumi/aws", import.meta.url));
const source = readSource();
const known = new Set(source.keys());
const nested = readNested(root);

const found = readResources(root).flatMap((resource) => {
  const name = terraformName(resource.type, known);
  const type = source.get(name);
  if (type === undefined) return [];
  const writer = new LineWriter(resource, name, type, nested);
  return [{ name, type: resource.type, line: writer.line(), unnamed: writer.unnamed }];
});
// another service may have a type of the same last word: it lacks most of the attributes
const lines = found.filter(({ unnamed }) => unnamed.length === 0);
const named = new Set(lines.map(({ name }) => name));
const missing = [...known].filter((name) => !named.has(name));
for (const { type, name, unnamed } of found)
  if (missing.includes(name)) console.error(`${type} lacks ${unnamed.join(", ")}`);

output.put(
  new URL("../../sandbox/cloud/facts/resources.json", import.meta.url),
  render(
    { source: [packageName(root), "hashicorp/aws 6.34.0", "additions.json"], date: "2026-02-25" },
    "resources",
    Object.fromEntries(lines.map(({ type, line }) => [type, line])),
  ),
);

if (output.different.length > 0) console.error(`not as derived: ${output.different.join(", ")}`);
if (missing.length > 0) console.error(`without a type in Pulumi: ${missing.join(", ")}`);
if (output.different.length > 0) process.exitCode = 1;
