import type { Properties } from "../model.ts";
import { FactsFile } from "./file.ts";

/**
 * What is known of a resource type's API. An error is AWS's code and text, joined by `: `; `{id}` and properties in braces are filled in.
 */
export interface ApiNames {
  /** Template of the identifier. @default "{name}" */
  readonly id?: string;
  /** Template of the ARN; undefined if it has none. */
  readonly arn?: string;
  /** In the provider's errors: `EC2 Subnet` in "creating EC2 Subnet: …". */
  readonly noun: string;
  /** Service as the SDK names it, e.g. `EC2`. */
  readonly service: string;
  readonly create: string;
  readonly update: string;
  readonly delete: string;
  /** HTTP status of refusals. @default 400 */
  readonly status?: number;
  /** Outputs that AWS computes; templates where they are strings. */
  readonly outputs?: Properties;
  /** Inputs that no two resources share; the first is also what it is found by after a kill. */
  readonly unique?: { readonly by: readonly string[]; readonly error: string };
  /** Answer to a deletion while another resource refers to it. @default DependencyViolation */
  readonly inUse?: string;
  /** Most in a region. What AWS creates by itself does not count. */
  readonly quota?: { readonly count: number; readonly error: string };
}

const file = new FactsFile("api.json");

/** @throws Error for a type that api.json lacks */
export function apiNames(type: string): ApiNames {
  const names = file.entry<ApiNames>(type);
  if (names === undefined) throw new Error(`sandbox/cloud/facts/api.json has no line for ${type}`);
  return names;
}
