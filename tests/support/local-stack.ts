import { resolve } from "node:path";
import { deploy } from "../../stacks/platform.ts";
import { type Environment, stackEnvironment } from "../../stacks/environment.ts";
import { awsAnswers, awsOutputs } from "./aws.ts";
import { type Recorded, recordResources } from "./recorder.ts";

/** Root of the repository. */
export const root = resolve(import.meta.dirname, "..", "..");

/** Replaces every generated password. */
export const madeUp = "x".repeat(32);

/** Resources that the program registers for an environment; each password is 32 times the same letter. */
export function recordStack(environment: Environment): Promise<readonly Recorded[]> {
  return recordResources(() => deploy(environment), {
    stack: environment.stack,
    outputs: (resource) =>
      resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
    answers: awsAnswers,
  });
}

let local: Promise<readonly Recorded[]> | undefined;

/** Resources of `pulumi up --stack local`, recorded once for all tests. */
export function localStack(): Promise<readonly Recorded[]> {
  return (local ??= recordStack(stackEnvironment("local", root)));
}

/** The environment of an AWS stack in `make sandbox`, with a managed cluster. */
export function rehearsedStack(stack: string): Promise<readonly Recorded[]> {
  return recordStack(
    stackEnvironment(stack, root, {
      overrides: {
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:stores": "cluster",
        "hanok:secrets": { kind: "generated" },
      },
    }),
  );
}
