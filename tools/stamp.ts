import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Pin } from "./pin.ts";

/**
 * The identity of what a pin builds: its module's files and everything in the table that reaches the
 * compiler or the linker. A pin whose row or module changed has another hash, and so is built again; the others are not.
 *
 * @param folder the module's folder
 */
export function hashOf(pin: Pin, folder: string): string {
  const hash = createHash("sha256");
  const { version, binaries, linked, uninlined, embedded, crds } = pin;
  hash.update(JSON.stringify({ version, binaries, linked, uninlined, embedded, crds }));
  hash.update(`${process.platform}/${process.arch}`);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/(^|[/\\])go\.(mod|sum)$|\.go$/.test(file)) continue;
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex");
}

/** A JSON object, or an empty one when the file is missing or not readable as JSON. */
export function readRecord<T>(file: string): Record<string, T> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, T>;
  } catch {
    return {};
  }
}

/** Sets one key of a JSON object in a file, or removes it with `undefined`; readers never see half of it. */
export function record<T>(file: string, key: string, value: T | undefined): void {
  const { [key]: _old, ...others } = readRecord<T>(file);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  const next = value === undefined ? others : { ...others, [key]: value };
  writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`);
  renameSync(temporary, file);
}
