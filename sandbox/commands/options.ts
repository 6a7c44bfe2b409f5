import { resolve } from "node:path";
import { repository } from "../engine/paths.ts";

/** What a command of the sandbox is run with. */
export interface CommandOptions {
  /** Absolute path of `.sandbox`. */
  readonly home: string;
  readonly stack: string;
  /** By which declared seconds are multiplied. */
  readonly timeFactor: number;
  readonly report: (line: string) => void;
}

/** A start-up of three minutes takes three seconds. */
const defaultTimeFactor = "1/60";

/**
 * Reads `STACK` (default `local`), `SANDBOX_HOME` (default `.sandbox` of the repository, relative to the working
 * folder) and `TIME_FACTOR` (default `1/60`; a fraction or a number above 0, at most 1).
 *
 * @throws Error that names the variable, its value and what would be right
 */
export function readOptions(
  variables: Readonly<NodeJS.ProcessEnv>,
  report: (line: string) => void,
): CommandOptions {
  // make passes a variable on that is empty
  const given = (name: string) => (variables[name] === "" ? undefined : variables[name]);
  const stack = given("STACK") ?? "local";
  if (!/^[A-Za-z0-9][\w.-]*$/.test(stack))
    throw new Error(`STACK=${stack} is no name of a stack; write one like STACK=local`);
  return {
    home: resolve(given("SANDBOX_HOME") ?? `${repository}/.sandbox`),
    stack,
    timeFactor: factorOf(given("TIME_FACTOR") ?? defaultTimeFactor),
    report,
  };
}

function factorOf(text: string): number {
  const [numerator, denominator = "1", ...rest] = text.split("/").map((part) => part.trim());
  const value = Number(numerator) / Number(denominator);
  if (rest.length > 0 || !(value > 0 && value <= 1))
    throw new Error(`TIME_FACTOR=${text}: write a number above 0 and at most 1, like 1/60 or 0.1`);
  return value;
}
