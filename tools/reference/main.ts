import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { pricesPage } from "../../ops/price/reference.ts";
import { profileNames } from "../../components/platform.ts";
import { examplesPath, guidePage, guidePath } from "./guide.ts";
import { jsonSchema, projectFile, schemaPath, settingsPage, stackFile } from "./render.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The text of all generated files, by path relative to the project. */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const stacks = profileNames.map((name) => `Pulumi.${name}.yaml`);
  const files: readonly (readonly [string, string])[] = [
    ["docs/reference/settings.md", settingsPage()],
    ["docs/reference/prices.md", await pricesPage()],
    [schemaPath, jsonSchema()],
    [guidePath, guidePage(read(guidePath), (topic) => read(join(examplesPath, `${topic}.ts`)))],
    ["Pulumi.yaml", projectFile(read("Pulumi.yaml"))],
    ...stacks.map((path) => [path, stackFile(read(path))] as const),
  ];
  const formatted = files.map(async ([path, text]) => {
    const filepath = join(root, path);
    return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })] as const;
  });
  return Object.fromEntries(await Promise.all(formatted));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await generated()))
    writeFileSync(join(root, path), text);
}
