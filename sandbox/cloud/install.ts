import { join, resolve } from "node:path";
import { writeExecutable } from "./executable.ts";

/** Stand-ins of AWS's providers; each is a file in providers/. */
const providers = ["aws", "awsx", "eks"] as const;

/**
 * Writes the executables of the stand-in providers, which the engine finds on the PATH, and of the AWS CLI, from which Kubernetes clients
 * get credentials.
 * @param home `.sandbox/cloud`, an absolute path that also contains the cloud
 * @returns the folder of the executables
 */
export function installProviders(home: string): string {
  const bin = join(home, "bin");
  const write = (name: string, ...path: readonly string[]): void => {
    const entry = resolve(import.meta.dirname, ...path);
    writeExecutable(join(bin, name), [process.execPath, entry], { SANDBOX_CLOUD: home });
  };
  for (const name of providers) write(`pulumi-resource-${name}`, "providers", `${name}.ts`);
  write("aws", "cli", "main.ts");
  return bin;
}
