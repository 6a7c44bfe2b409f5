import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { sandboxEnvironment } from "../../../sandbox/engine/environment.ts";
import { root } from "../../support/local-stack.ts";

/** A copy of the repository with nothing but the Pulumi CLI on it, as its user has it. */
export interface Workplace {
  readonly folder: string;
  pulumi(...args: readonly string[]): Promise<CliResult>;
  remove(): void;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, the errors behind. */
  readonly output: string;
}

/** What a copy does not need: other tools' folders, and what is linked or made. */
const apart = new Set([".git", ".sandbox", "node_modules", "tests", "ops", "docs"]);

/**
 * Its `.sandbox` is `home`, so that the paths of the local stack lead to the cluster there; its state lies there too.
 * PATH has the tools, the stand-in language host, and what the user has.
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
