import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

/**
 * Validates the arguments of a component.
 * @throws InputPropertiesError with all unknown arguments
 */
export function accepted<Args>(
  type: string,
  schema: z.ZodType<Args>,
  inputs: Readonly<Record<string, unknown>>,
): Args {
  const result = schema.safeParse(inputs);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(faultsOf);
  const list = errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
  throw new pulumi.InputPropertiesError({
    message: `${type} is simulated for the arguments that Hanok passes, and not for these: ${list.join("; ")}`,
    errors,
  });
}

function faultsOf(issue: z.core.$ZodIssue): pulumi.InputPropertyErrorDetails[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      propertyPath: pathOf([...issue.path, key]),
      reason: "is not simulated",
    }));
  return [{ propertyPath: pathOf(issue.path), reason: issue.message }];
}

/** A path in Pulumi's form: `subnetSpecs[0].cidrBlocks`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
