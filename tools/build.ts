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

/** Settings that reduce the compiler's work (docs/adr/0023-one-go-module.md has the measurements). */
const frugal = [
  // executables are stripped, so debug information is not needed
  "-gcflags=all=-dwarf=false",
  "-ldflags=-s -w",
];

/** Removes gRPC's direct path to Cloud Storage: 133 packages. */
const frugalTag = "disable_grpc_modules";

/** A pin and those of its binaries that are not on the PATH. */
export interface Order {
  readonly pin: Pin;
  readonly names: readonly string[];
}

/**
 * Builds binaries of pins that share a module in one run of the go command, or collects their CRDs. They are moved into
 * place at the end. The record of each build is written last, so that an interrupted build is repeated.
 *
 * @param folder the module's folder
 */
export async function build(orders: readonly Order[], folder: string, paths: Paths): Promise<void> {
  mkdirSync(paths.build, { recursive: true });
  for (const old of readdirSync(paths.build))
    rmSync(join(paths.build, old), { recursive: true, force: true });
  // a new folder, because the go command of a killed run may still be writing to the old one
  const work = mkdtempSync(join(paths.build, "run-"));
  const out = join(work, "out");
  mkdirSync(out);
  const compiled = orders.filter(({ pin }) => pin.crds === undefined);
  if (compiled.length > 0) await compile(compiled, folder, work, out);
  for (const { pin } of orders)
    if (pin.crds !== undefined)
      writeFileSync(join(out, `${pin.name}.yaml`), await collect(pin.crds, folder));
  for (const order of orders) place(order, folder, out, paths);
  rmSync(work, { recursive: true, force: true });
}

function place({ pin, names }: Order, folder: string, out: string, paths: Paths): void {
  const target = pin.crds === undefined ? paths.bin : paths.crds;
  mkdirSync(target, { recursive: true });
  const hash = hashOf(pin, folder);
  const isSame = readRecord<string>(paths.built)[pin.name] === hash;
  record(paths.built, pin.name, undefined);
  // removes binaries of an older pin that are not rebuilt now
  for (const name of isSame ? [] : Object.keys(pin.binaries))
    rmSync(join(target, name), { force: true });
  const move = (from: string, to: string) => renameSync(join(out, from), join(target, to));
  if (pin.crds === undefined)
    for (const name of names) move(pin.binaries[name]?.file ?? name, name);
  else move(`${pin.name}.yaml`, `${pin.name}.yaml`);
  record(paths.built, pin.name, hash);
}

async function compile(
  orders: readonly Order[],
  folder: string,
  work: string,
  out: string,
): Promise<void> {
  const tags = [frugalTag, ...orders.flatMap(({ pin }) => pin.tags ?? [])].join(",");
  const options = ["-trimpath", ...frugal, `-tags=${tags}`];
  const packages: string[] = [];
  const replaced: Record<string, string> = {};
  for (const { pin, names } of orders) {
    Object.assign(replaced, await lay(pin, folder, work));
    const linked = Object.entries(pin.linked ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
    if (pin.uninlined !== undefined) options.push(`-gcflags=${pin.uninlined}=-dwarf=false -l`);
    for (const name of names) {
      const path = pin.binaries[name]?.package ?? name;
      packages.push(path);
      if (linked.length > 0) options.push(`-ldflags=${path}=-s -w${linked.join("")}`);
    }
  }
  const overlay = join(work, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
  // the next start removes temporary files of an interrupted build
  const temporary = join(work, "tmp");
  mkdirSync(temporary);
  const arguments_ = [...options, "-overlay", overlay, "-o", `${out}/`, ...packages];
  await go(folder, ["build", ...arguments_], temporary);
}

/** Writes a pin's embedded files to `work`. @returns go's overlay: file by path in the module's folder */
async function lay(pin: Pin, folder: string, work: string): Promise<Record<string, string>> {
  if (pin.embedded === undefined) return {};
  const { module, folder: inside, files } = pin.embedded;
  const source = join(await moduleFolder(folder, module), inside);
  const replaced: Record<string, string> = {};
  for (const [file, properties] of Object.entries(files)) {
    const content = JSON.parse(readFileSync(join(source, file), "utf8")) as object;
    const path = join(work, file);
    writeFileSync(path, JSON.stringify({ ...content, ...properties }));
    replaced[join(folder, file)] = path;
  }
  return replaced;
}

/** @returns the CRDs in a folder as one YAML stream */
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
