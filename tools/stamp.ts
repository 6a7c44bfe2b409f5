import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Pin } from "./pin.ts";

/**
 * Hash of a pin's build: its module's files, and the fields of the table that affect the compiler or linker. A pin is rebuilt
 * if its hash changes.
 *
 * @param folder the module's folder
 */
export function hashOf(pin: Pin, folder: string): string {
  const hash = createHash("sha256");
  const { version, binaries, linked, tags, uninlined, embedded, crds } = pin;
  hash.update(JSON.stringify({ version, binaries, linked, tags, uninlined, embedded, crds }));
  hash.update(`${process.platform}/${process.arch}`);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/(^|[/\\])go\.(mod|sum)$|\.go$/.test(file)) continue;
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex");
}

/** Reads a JSON object; empty if the file is missing or invalid. */
export function readRecord<T>(file: string): Record<string, T> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, T>;
  } catch {
    return {};
  }
}

/** Sets or removes (`undefined`) one key in a JSON file, atomically. */
export function record<T>(file: string, key: string, value: T | undefined): void {
  const { [key]: _old, ...others } = readRecord<T>(file);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  const next = value === undefined ? others : { ...others, [key]: value };
  writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`);
  renameSync(temporary, file);
}
