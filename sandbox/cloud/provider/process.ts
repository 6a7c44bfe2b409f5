import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Version of an installed package: the stand-in says that it is the provider of that SDK. */
export function versionOf(name: string): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve(`${name}/package.json`), "utf8"),
  );
  return manifest.version;
}

/** Ends the process when its engine is gone: one that was killed cannot end its plugins. */
export function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
  }, 500).unref();
}
