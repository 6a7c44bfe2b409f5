import { execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/local-stack.ts";

/** Tools and CRDs of this clone. */
const shared = ["bin", "crds"] as const;

/** A sandbox beside the user's, with the tools of this clone. */
export interface SandboxHome {
  readonly home: string;
  /** Runs `sandbox/main.ts <command>`, as the Makefile does. */
  run(command: "up" | "down" | "preview" | "status"): Promise<Finished>;
  /** Contents of all files below `folders` in the home. */
  readonly texts: (
    ...folders: readonly string[]
  ) => readonly { readonly path: string; readonly text: string }[];
  remove(): void;
}

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Whether the tools were built, which a rehearsal needs. */
export const toolsAreThere = existsSync(join(root, ".sandbox/bin/pulumi"));

/** Skips a rehearsal without tools, and reports it. */
export function needTools(context: Mocha.Context): void {
  if (toolsAreThere) return;
  console.log("      skipped: the tools are not built; make test builds them");
  context.skip();
}

export function sandboxHome(): SandboxHome {
  mkdirSync(join(root, ".sandbox"), { recursive: true });
  const home = mkdtempSync(join(root, ".sandbox/rehearsal-"));
  for (const name of shared) symlinkSync(join("..", name), join(home, name));
  return {
    home,
    run: (command) => run(command, home),
    texts: (...folders) => folders.flatMap((folder) => filesIn(join(home, folder))),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function run(command: string, home: string): Promise<Finished> {
  const child = spawn(process.execPath, ["--import", "./preload.js", "sandbox/main.ts", command], {
    cwd: root,
    env: { ...process.env, SANDBOX_HOME: home, STACK: "local" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

function filesIn(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** Command lines of all processes that contain the folder's path. */
export async function processesOf(home: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axww", "-o", "pid=,command="]);
  return stdout.split("\n").filter((line) => line.includes(home));
}
