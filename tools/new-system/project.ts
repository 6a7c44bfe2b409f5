import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { issuesOf } from "../../components/check/parse.ts";
import { systemSchema } from "../../apps/check/schema.ts";
import { local } from "../../stacks/local.ts";
import { formatted, identifierOf } from "./code.ts";

/** Folders of `apps/` that are no systems. */
const taken = ["check", "index", "system", "images"];

/**
 * Checks the name of a new system.
 * @throws Error with the name, what is wrong and the remedy
 */
export function checkName(root: string, name: string): void {
  if (name === "") throw new Error("NAME is missing. Write: make new-system NAME=shop");
  const [issue] = issuesOf(systemSchema, { name }, "NAME").filter(({ key }) => key === "NAME.name");
  if (issue) throw new Error(`NAME=${name} ${issue.problem}. ${issue.remedy}`);
  if (taken.includes(name) || existsSync(join(root, "apps", `${name}.ts`)))
    throw new Error(`NAME=${name} is a part of apps/ itself. Choose another name.`);
  for (const path of [`apps/${name}`, `tests/apps/${name}.test.ts`])
    if (existsSync(join(root, path)))
      throw new Error(
        `${path} exists, and no file is overwritten. Choose another NAME, or delete it.`,
      );
}

/**
 * `apps/index.ts` with one more system.
 * @throws Error if the file does not have the expected form
 */
export async function withSystem(text: string, name: string): Promise<string> {
  const id = identifierOf(name);
  const entry = id === name ? id : `${JSON.stringify(name)}: ${id}`;
  const table = /(export const systems\b[^=]*= \{)([^}]*?),?\s*\}/;
  const [, , own = ""] = table.exec(text) ?? [];
  const imports = [...text.matchAll(/^import .*;$/gm)];
  const last = imports.at(-1);
  if (!table.test(text) || last === undefined)
    throw new Error(
      `apps/index.ts has another form than expected. Add by hand: import { ${id} } from "./${name}/index.ts", and ${entry} to systems`,
    );
  const at = last.index + last[0].length;
  const added = `${text.slice(0, at)}\nimport { ${id} } from "./${name}/index.ts";${text.slice(at)}`;
  const entries = own.trim() === "" ? entry : `${own.trimEnd()}, ${entry}`;
  return formatted("apps/index.ts", added.replace(table, `$1${entries} }`));
}

/**
 * `Pulumi.local.yaml` with one more system. Comments and all other settings stay as they are.
 * @param tags image tag by service, where it is known
 */
export function withLocalSystem(text: string, name: string, services: readonly string[]): string {
  const document = parseDocument(text);
  const at = (key: string) => ["config", `hanok:${key}`];
  const named: unknown = document.toJS();
  const config = fieldsOf(fieldsOf(named)["config"]);
  const systems = Array.isArray(config["hanok:systems"])
    ? config["hanok:systems"].map(String)
    : [...local.systems];
  if (!systems.includes(name)) document.setIn(at("systems"), [...systems, name]);
  // one tag for all systems is the profile's; a table of tags needs a row for each system
  if (isMap(document.getIn(at("versions"))) && !document.hasIn([...at("versions"), name]))
    document.setIn(
      [...at("versions"), name],
      Object.fromEntries(services.map((service) => [service, local.versions])),
    );
  return document.toString({ lineWidth: 0 });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Test of a new system. */
export async function testOf(name: string): Promise<string> {
  const id = identifierOf(name);
  const text = readFileSync(new URL("./test.template", import.meta.url), "utf8")
    .replaceAll("__name__", name)
    .replaceAll("__id__", id);
  return formatted(`tests/apps/${name}.test.ts`, text);
}
