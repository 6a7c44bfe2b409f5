import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of the repository. */
export const root = resolve(import.meta.dirname, "..", "..");

/** Paths of the repository's files: tracked ones, and new ones that are not ignored. */
export function repositoryFiles(): readonly string[] {
  const arguments_ = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const output = execFileSync("git", arguments_, { cwd: root, encoding: "utf8" });
  return output.split("\n").filter((path) => path !== "" && existsSync(join(root, path)));
}

/** Text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
