import { join, resolve } from "node:path";
import { writeExecutable } from "./executable.ts";

/** Providers that stand in for AWS's; each is a file in providers/. */
const providers = ["aws", "awsx", "eks"] as const;

/**
 * Writes the executables by which the engine finds the stand-in providers on the PATH, and the AWS CLI by which Kubernetes' clients
 * get their credentials.
 * @param home `.sandbox/cloud`, an absolute path: the cloud itself is kept there too
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
