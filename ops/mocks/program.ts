import { resolve } from "node:path";
import type { Item } from "../../policy/price/item.ts";
import { type Environment, stackEnvironment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { awsAnswers, awsOutputs } from "./aws.ts";
import { type Recorded, recordResources } from "./recorder.ts";

/** Root of the repository. */
export const root = resolve(import.meta.dirname, "..", "..");

/** Replaces every generated password. */
export const madeUp = "x".repeat(32);

/** What the program registers for an environment, with passwords of 32 times the same letter. */
export function recordStack(environment: Environment): Promise<readonly Recorded[]> {
  return recordResources(() => deploy(environment), {
    stack: environment.stack,
    outputs: (resource) =>
      resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
    answers: awsAnswers,
  });
}

/**
 * The environment of a stack for a run with mocks: charts as stand-ins, and secrets made up.
 * @param settings further settings by key, `hanok:hours`
 * @throws ValidationError with everything that is wrong
 */
export function rehearsed(
  stack: string,
  settings: Readonly<Record<string, unknown>> = {},
): Environment {
  const overrides = {
    "hanok:charts": { kind: "folder", path: "charts" },
    "hanok:secrets": { kind: "generated" },
    ...settings,
  };
  return stackEnvironment(stack, root, { overrides });
}

/** The resources as the price sees them. */
export const itemsOf = (recorded: readonly Recorded[]): readonly Item[] =>
  recorded.map(({ identity, type, name, inputs, parent }) => {
    const above = identity.split("::")[0]?.split("$").slice(0, -1).join("$") ?? "";
    return { id: identity, type, name, inputs, ...(parent && { parent: `${above}::${parent}` }) };
  });
