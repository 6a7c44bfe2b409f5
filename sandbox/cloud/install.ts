import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** Providers that stand in for AWS's; each is a file in providers/. */
const providers = ["aws", "awsx", "eks"] as const;

/**
 * Writes the executables by which the engine finds the stand-in providers on the PATH.
 * @param home `.sandbox/cloud`, an absolute path: the cloud itself is kept there too
 * @returns the folder of the executables
 */
export function installProviders(home: string): string {
  const bin = join(home, "bin");
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  const tsx = createRequire(import.meta.url).resolve("tsx");
  for (const name of providers) {
    const entry = resolve(import.meta.dirname, "providers", `${name}.ts`);
    const script =
      `#!/bin/sh\nSANDBOX_CLOUD=${quoted(home)} exec ${quoted(process.execPath)} ` +
      `--import ${quoted(tsx)} ${quoted(entry)} "$@"\n`;
    write(join(bin, `pulumi-resource-${name}`), script);
  }
  return bin;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A provider that runs is not written over without need. */
function write(file: string, text: string): void {
  try {
    if (readFileSync(file, "utf8") === text) return;
  } catch {
    // it is not there yet
  }
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
