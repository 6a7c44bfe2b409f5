import { resolve } from "node:path";
import { repository } from "../engine/paths.ts";

/** Options of the sandbox's commands. */
export interface CommandOptions {
  /** Absolute path of `.sandbox`. */
  readonly home: string;
  readonly stack: string;
  /** Multiplies the declared seconds. */
  readonly timeFactor: number;
  readonly report: (line: string) => void;
}

/** A start-up of three minutes takes three seconds. */
const defaultTimeFactor = "1/60";

/**
 * Reads `STACK` (default `local`), `SANDBOX_HOME` (default `.sandbox` in the repository, relative to the working folder)
 * and `TIME_FACTOR` (default `1/60`; a fraction or a number above 0 and at most 1).
 *
 * @throws Error that names the variable, its value and the remedy
 */
export function readOptions(
  variables: Readonly<NodeJS.ProcessEnv>,
  report: (line: string) => void,
): CommandOptions {
  // make passes unset variables as empty ones
  const given = (name: string) => (variables[name] === "" ? undefined : variables[name]);
  const stack = given("STACK") ?? "local";
  if (!/^[A-Za-z0-9][\w.-]*$/.test(stack))
    throw new Error(`STACK=${stack} is not the name of a stack; give one such as STACK=local`);
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
    throw new Error(
      `TIME_FACTOR=${text}: give a number above 0 and at most 1, such as 1/60 or 0.1`,
    );
  return value;
}
