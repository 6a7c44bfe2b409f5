import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Json } from "./json.ts";

/** Location of a stack's state, and the settings of the CLI to read it. */
export interface StackPlace {
  readonly stack: string;
  /** Directory of Pulumi.yaml. */
  readonly folder: string;
  /** Path or name of the Pulumi CLI. */
  readonly pulumi: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/**
 * Reads the state of a stack with its secrets in plain text, which stay in this process.
 * It does not lock or write the state.
 * @throws Error with the CLI's message
 */
export async function exportState(place: StackPlace): Promise<Json> {
  const { stack, folder, pulumi, environment } = place;
  try {
    const { stdout } = await promisify(execFile)(
      pulumi,
      ["stack", "export", "--show-secrets", "--non-interactive", "--stack", stack],
      { cwd: folder, env: { ...environment }, maxBuffer: 2 ** 30 },
    );
    return JSON.parse(stdout) as Json;
  } catch (error) {
    // the error's own message may contain the output, which is the state
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new Error(
      code === "ENOENT"
        ? `the Pulumi CLI (${pulumi}) is not installed; see https://www.pulumi.com/docs/install`
        : `the state of the stack ${stack} cannot be read: ${stderr}`,
    );
  }
}
