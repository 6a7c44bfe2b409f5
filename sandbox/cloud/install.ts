import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { writeExecutable } from "./executable.ts";

/** Providers that stand in for AWS's; each is a file in providers/. */
const providers = ["aws", "awsx", "eks"] as const;

/**
 * Writes the executables by which the engine finds the stand-in providers on the PATH.
 * @param home `.sandbox/cloud`, an absolute path: the cloud itself is kept there too
 * @returns the folder of the executables
 */
export function installProviders(home: string): string {
  const bin = join(home, "bin");
  const tsx = createRequire(import.meta.url).resolve("tsx");
  for (const name of providers) {
    const entry = resolve(import.meta.dirname, "providers", `${name}.ts`);
    writeExecutable(
      join(bin, `pulumi-resource-${name}`),
      [process.execPath, "--import", tsx, entry],
      { SANDBOX_CLOUD: home },
    );
  }
  return bin;
}
