import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { go, moduleFolder } from "./go.ts";
import type { Paths } from "./paths.ts";
import { hashOf, readRecord, record } from "./stamp.ts";
import type { Pin } from "./pin.ts";

/**
 * Builds binaries of a pin, or collects its custom resource definitions, and moves them into place
 * when all are finished. The record of the build is written last: what was interrupted is built again.
 *
 * @param folder the module's folder
 * @param binaries those that are needed; the PATH may have the others
 */
export async function build(
  pin: Pin,
  folder: string,
  binaries: readonly string[],
  paths: Paths,
): Promise<void> {
  const room = join(paths.build, pin.name);
  rmSync(room, { recursive: true, force: true });
  mkdirSync(room, { recursive: true });
  // A folder of its own: the go command of a killed run may still be writing to the one before.
  const work = mkdtempSync(join(room, "run-"));
  const out = join(work, "out");
  mkdirSync(out, { recursive: true });
  const target = pin.crds === undefined ? paths.bin : paths.crds;
  mkdirSync(target, { recursive: true });
  if (pin.crds === undefined) await compile(pin, folder, binaries, work, out);
  else writeFileSync(join(out, `${pin.name}.yaml`), await collect(pin.crds, folder));

  const hash = hashOf(pin, folder);
  const isSame = readRecord<string>(paths.built)[pin.name] === hash;
  record(paths.built, pin.name, undefined);
  // Binaries of an older pin that were not needed now must not pass for this one's later.
  for (const name of isSame ? [] : Object.keys(pin.binaries))
    rmSync(join(target, name), { force: true });
  for (const file of readdirSync(out)) renameSync(join(out, file), join(target, file));
  record(paths.built, pin.name, hash);
  rmSync(room, { recursive: true, force: true });
}

async function compile(
  pin: Pin,
  folder: string,
  binaries: readonly string[],
  work: string,
  out: string,
): Promise<void> {
  const { embedded } = pin;
  const overlay = embedded === undefined ? [] : ["-overlay", await lay(embedded, folder, work)];
  const linked = Object.entries(pin.linked ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const options = ["-trimpath", ...overlay, "-ldflags", ["-s", "-w", ...linked].join(" ")];
  const packages = binaries.map((name) => pin.binaries[name]?.package ?? name);
  // A folder takes each package's own name; a single binary is named by us (etcd's package is "v3").
  const [only, ...others] = binaries;
  const to = only !== undefined && others.length === 0 ? join(out, only) : `${out}/`;
  // What an interrupted build leaves behind goes with the next one's start.
  const temporary = join(work, "tmp");
  mkdirSync(temporary);
  await go(folder, ["build", ...options, "-o", to, ...packages], temporary);
}

/** Writes the embedded files beside an overlay that go's build lays over the module's folder. */
async function lay(
  embedded: NonNullable<Pin["embedded"]>,
  folder: string,
  work: string,
): Promise<string> {
  const { module, folder: inside, files } = embedded;
  const source = join(await moduleFolder(folder, module), inside);
  const replaced: Record<string, string> = {};
  for (const [file, properties] of Object.entries(files)) {
    const content = JSON.parse(readFileSync(join(source, file), "utf8")) as object;
    const path = join(work, file);
    writeFileSync(path, JSON.stringify({ ...content, ...properties }));
    replaced[join(folder, file)] = path;
  }
  const overlay = join(work, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
  return overlay;
}

/** @returns the custom resource definitions of a folder as one YAML stream, and nothing else */
async function collect(
  { module, folder: inside }: NonNullable<Pin["crds"]>,
  folder: string,
): Promise<string> {
  const source = join(await moduleFolder(folder, module), inside);
  const documents = readdirSync(source)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => readFileSync(join(source, file), "utf8").replace(/^---\n/, ""))
    .filter((text) => /^kind: CustomResourceDefinition$/m.test(text));
  return documents.map((text) => `---\n${text.trimEnd()}\n`).join("");
}
