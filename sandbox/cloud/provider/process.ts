import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Version of an installed package, which the stand-in reports as its own. */
export function versionOf(name: string): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve(`${name}/package.json`), "utf8"),
  );
  return manifest.version;
}

/** Ends the process after its engine, because a killed engine cannot end its plugins. */
export function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
  }, 500).unref();
}
