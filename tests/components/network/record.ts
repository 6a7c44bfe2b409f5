import * as pulumi from "@pulumi/pulumi";
export { issuesOf as validateSchema } from "../../../components/check/parse.ts";
import type { ValidationIssue } from "../../../components/validation.ts";
import { partOutputs } from "../../support/aws.ts";
import { type Recorded, type RecordOptions, recordResources } from "../../support/recorder.ts";

export const topic = "arn:aws:sns:ap-northeast-2:123456789012:alarms";
export { certificate } from "../../support/aws.ts";

/** Records what a part makes below a component named `shop`. */
export async function recordPart(
  make: (options: pulumi.CustomResourceOptions) => unknown,
  options: RecordOptions = {},
): Promise<readonly Recorded[]> {
  const recorded = await recordResources(
    () => make({ parent: new pulumi.ComponentResource("test:index:Network", "shop") }),
    { outputs: partOutputs, ...options },
  );
  return recorded.filter(({ name }) => name !== "shop");
}

/** `type name`, the type without its package. */
export const children = (recorded: readonly Recorded[]) =>
  recorded.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

/** The one resource with a name, and where several have it, of a type. */
export function named(recorded: readonly Recorded[], name: string, type = ""): Recorded {
  const found = recorded.filter((one) => one.name === name && one.type.endsWith(type));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} of ${type} ${name} among ${children(recorded).join(", ")}`);
  }
  return found[0];
}

/** Key and problem of each issue, and that each has a whole sentence as its remedy. */
export const told = (issues: readonly ValidationIssue[]) =>
  issues.map(({ key, problem, remedy }) =>
    /^[A-Z].*\.$/s.test(remedy) ? `${key} ${problem}` : `${key}: no remedy: ${remedy}`,
  );
