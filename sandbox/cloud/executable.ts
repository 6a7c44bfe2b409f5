import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Writes an executable that starts another program with its own arguments. An unchanged one is not written again.
 * @param command path and first arguments of the program
 * @param variables added to its environment
 */
export function writeExecutable(
  file: string,
  command: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): void {
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)} `);
  const text = `#!/bin/sh\n${assignments.join("")}exec ${command.map(quoted).join(" ")} "$@"\n`;
  if (contentOf(file) === text) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // it does not exist yet
    return undefined;
  }
}
