import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { formatted } from "./code.ts";
import { type Gap, gapsText } from "./compose/gaps.ts";
import { type Translation, translate } from "./compose/translate.ts";
import { exampleSystem } from "./example.ts";
import { checkName, testOf, withLocalSystem, withSystem } from "./project.ts";
import { sourceFiles } from "./source.ts";

/** What `make new-system` is to write. */
export interface Request {
  /** Folder of the project. */
  readonly root: string;
  readonly name: string;
  /** Path of a Compose file, or undefined for a small system to begin with. */
  readonly from?: string | undefined;
}

/** Files by path relative to the project, and what a person has to look at. */
export interface Written {
  readonly files: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
}

/**
 * Text of every file of a new system. Writes nothing.
 * @throws Error with the remedy if the name is wrong or taken, or the Compose file cannot be read
 */
export async function newSystem({ root, name, from }: Request): Promise<Written> {
  checkName(root, name);
  const found = from === undefined ? undefined : translate(from, name);
  const draft = found ?? exampleSystem(name);
  const text = found
    ? "Translated from a Docker Compose file. TODO.md says what was guessed and what was left out."
    : "A public service, and a worker that takes messages from its queue.";
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const own = new Map([...(await sourceFiles(draft, text)), ...(found?.files ?? [])]);
  if (found) own.set("TODO.md", await formatted(`apps/${name}/TODO.md`, todoText(found)));
  return {
    gaps: found?.gaps ?? [],
    files: new Map([
      ...[...own].map(([file, content]) => [`apps/${name}/${file}`, content] as const),
      [`tests/apps/${name}.test.ts`, await testOf(name)],
      ["apps/index.ts", await withSystem(read("apps/index.ts"), name)],
      [
        "Pulumi.local.yaml",
        withLocalSystem(read("Pulumi.local.yaml"), name, Object.keys(draft.services)),
      ],
    ]),
  };
}

/** `TODO.md` of a system. */
function todoText({ name, gaps, versions }: Translation): string {
  const tags =
    Object.keys(versions).length === 0
      ? []
      : [
          "## Versions",
          "",
          "Tags of the Compose file, for `Pulumi.<stack>.yaml`:",
          "",
          "```yaml",
          stringify({ "hanok:versions": { [name]: versions } }).trimEnd(),
          "```",
          "",
        ];
  return [
    `# ${name}: what to look at`,
    "",
    "The translation of the Compose file is a beginning. Go through this list, then delete the file.",
    "",
    gapsText(gaps),
    ...tags,
  ].join("\n");
}

/** Writes the files of a new system and says what to do next. */
async function main(): Promise<void> {
  const { NAME: name = "", FROM: from = "" } = process.env;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { files, gaps } = await newSystem({ root, name, from: from === "" ? undefined : from });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const verb = existsSync(join(root, path)) ? "changed" : "wrote";
    writeFileSync(join(root, path), text);
    console.log(`${verb} ${path}`);
  }
  if (gaps.length > 0) console.log(`\n${gapsText(gaps)}`);
  console.log(`next: make sandbox starts ${name} with the local stack; make unit runs its test`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
