import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callerOf } from "./caller.ts";

const fileIn = (home: string): string => join(home, "principal");

interface Place {
  readonly account: string;
  readonly partition: string;
}

/**
 * ARN of the role or user that runs the program: always the one that the settings name.
 * @param home `.sandbox/cloud`
 */
export function principalIn(home: string, place: Place): string {
  try {
    return readFileSync(fileIn(home), "utf8").trim();
  } catch {
    return callerOf(place); // no caller was named
  }
}

export function writePrincipal(home: string, arn: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(fileIn(home), `${arn}\n`);
}

/** The answer of GetCallerIdentity: a role has a session, whose ARN contains the role's name without its path. */
export function identityOf(principal: string): string {
  const role = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal);
  if (role === null) return principal;
  const [, partition = "", account = "", name = ""] = role;
  return `arn:${partition}:sts::${account}:assumed-role/${name}/sandbox`;
}
