import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Json } from "./json.ts";

/** Where a stack's state is, and what its CLI needs to get there. */
export interface StackPlace {
  readonly stack: string;
  /** Folder of Pulumi.yaml. */
  readonly folder: string;
  /** Path or name of the Pulumi CLI. */
  readonly pulumi: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/**
 * Reads the state of a stack with its secrets in plain text, which stay in this process. It takes no lock and writes
 * nothing.
 * @throws Error with the CLI's own words
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
    // the error's own message may repeat what was printed, which is the state
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new Error(
      code === "ENOENT"
        ? `the Pulumi CLI (${pulumi}) is not there; install it: https://www.pulumi.com/docs/install`
        : `the state of the stack ${stack} cannot be read: ${said}`,
    );
  }
}
