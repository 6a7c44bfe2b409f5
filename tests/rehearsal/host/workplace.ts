import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { sandboxEnvironment } from "../../../sandbox/engine/environment.ts";
import { root } from "../../support/local-stack.ts";

/** A copy of the repository that only the Pulumi CLI uses, like a user's. */
export interface Workplace {
  readonly folder: string;
  pulumi(...args: readonly string[]): Promise<CliResult>;
  remove(): void;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, errors last. */
  readonly output: string;
}

/** Folders that a copy does not need: those of other tools, and those that are linked or created. */
const apart = new Set([".git", ".sandbox", "node_modules", "tests", "ops", "docs"]);

/**
 * Its `.sandbox` is `home`, so that the local stack's paths lead to the cluster and the state. The PATH contains the tools,
 * the stand-in language host and the user's folders.
 */
export function workplace(home: string): Workplace {
  const base = mkdtempSync(join(tmpdir(), "hanok-cli-"));
  const folder = join(base, "hanok");
  cpSync(root, folder, {
    recursive: true,
    filter: (path) => !apart.has(relative(root, path)),
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  symlinkSync(home, join(folder, ".sandbox"));
  const host = join(base, "pulumi-language-nodejs");
  writeFileSync(host, `#!/bin/sh\nexec node '${join(import.meta.dirname, "main.ts")}' "$@"\n`);
  chmodSync(host, 0o755);
  const env = sandboxEnvironment(process.env, pathsOf(home), {});
  env["PATH"] = `${base}${delimiter}${env["PATH"] ?? ""}`;
  return {
    folder,
    pulumi: (...args) =>
      new Promise((resolve) => {
        execFile(
          join(pathsOf(home).bin, "pulumi"),
          [...args, "--non-interactive", "--color", "never"],
          { cwd: folder, env, maxBuffer: 64 * 2 ** 20 },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
            resolve({ code, stdout, output: stdout + stderr });
          },
        );
      }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
