import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ensureTools } from "../../../tools/ensure.ts";

const run = promisify(execFile);
const home = resolve(import.meta.dirname, "../../../.sandbox");

/** Runs promtool or amtool in a folder with these files. @returns what it prints, and whether it accepts them */
export async function judge(
  tool: "promtool" | "amtool",
  files: Readonly<Record<string, string>>,
  arguments_: readonly string[],
): Promise<{ readonly passes: boolean; readonly output: string }> {
  const tools = await ensureTools({ home, groups: ["monitoring"], report: () => undefined });
  const path = tools[tool]?.path;
  if (path === undefined) throw new Error(`${tool} is missing`);
  const folder = mkdtempSync(join(tmpdir(), "hanok-monitoring-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await run(path, arguments_, options);
    return { passes: true, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error) || !("stdout" in error) || !("stderr" in error)) throw error;
    return { passes: false, output: `${String(error.stdout)}${String(error.stderr)}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
