import * as pulumi from "@pulumi/pulumi";
export { issuesOf as validateSchema } from "../../../components/check/parse.ts";
import type { ValidationIssue } from "../../../components/validation.ts";
import { partOutputs } from "../../../ops/mocks/aws.ts";
import { type Recorded, type RecordOptions, recordResources } from "../../../ops/mocks/recorder.ts";

export const topic = "arn:aws:sns:ap-northeast-2:123456789012:alarms";
export { certificate } from "../../../ops/mocks/aws.ts";

/** Records the resources of a part below a component named `shop`. */
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

/** `type name`, without the type's package. */
export const children = (recorded: readonly Recorded[]) =>
  recorded.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

/** The only resource with a name, or with a name and a type. */
export function named(recorded: readonly Recorded[], name: string, type = ""): Recorded {
  const found = recorded.filter((one) => one.name === name && one.type.endsWith(type));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} of ${type} ${name} among ${children(recorded).join(", ")}`);
  }
  return found[0];
}

/** Key and problem of each issue; it checks that each remedy is a whole sentence. */
export const told = (issues: readonly ValidationIssue[]) =>
  issues.map(({ key, problem, remedy }) =>
    /^[A-Z].*\.$/s.test(remedy) ? `${key} ${problem}` : `${key}: no remedy: ${remedy}`,
  );
