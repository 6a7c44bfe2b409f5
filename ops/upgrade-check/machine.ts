import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Json, textAt } from "../drift/json.ts";
import type { Aws } from "./eks.ts";
import { type Minor, minorOf } from "./version.ts";

const run = promisify(execFile);

/** Timeout of a command in milliseconds. */
const timeout = 30_000;

/** Runs the AWS CLI with the user's credentials. */
export const aws: Aws = async (args) => {
  try {
    const { stdout } = await run("aws", [...args], { timeout, maxBuffer: 2 ** 26 });
    return JSON.parse(stdout) as Json;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new Error(isMissing ? "the AWS CLI is not installed" : said.split("\n").at(-1));
  }
};

/** Release of the kubectl on the PATH; undefined if there is none. */
export async function kubectlMinor(): Promise<Minor | undefined> {
  try {
    const { stdout } = await run("kubectl", ["version", "--client", "--output=json"], { timeout });
    return minorOf(textAt(JSON.parse(stdout) as Json, "clientVersion", "gitVersion") ?? "");
  } catch {
    return undefined;
  }
}
