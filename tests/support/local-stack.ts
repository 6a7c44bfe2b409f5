import { resolve } from "node:path";
import { deploy } from "../../stacks/platform.ts";
import { type Environment, stackEnvironment } from "../../stacks/environment.ts";
import { awsAnswers, awsOutputs } from "./aws.ts";
import { type Recorded, recordResources } from "./recorder.ts";

/** Root of the repository. */
export const root = resolve(import.meta.dirname, "..", "..");

/** Stands for every generated password. */
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

let local: Promise<readonly Recorded[]> | undefined;

/** What `pulumi up --stack local` registers; recorded once for all tests. */
export function localStack(): Promise<readonly Recorded[]> {
  return (local ??= recordStack(stackEnvironment("local", root)));
}

/** What `make sandbox` rehearses of a stack on AWS: its environment with a cluster of its own. */
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
