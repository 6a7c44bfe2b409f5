import type { Properties } from "../model.ts";
import { FactsFile } from "./file.ts";

/**
 * Facts about a resource type's API. An error is AWS's code and text, joined by `: `; `{id}` and property names in braces are
 * placeholders.
 */
export interface ApiNames {
  /** Template of the identifier. @default "{name}" */
  readonly id?: string;
  /** Template of the ARN; undefined if it has none. */
  readonly arn?: string;
  /** Name in the provider's errors: `EC2 Subnet` in "creating EC2 Subnet: …". */
  readonly noun: string;
  /** Service name of the SDK, e.g. `EC2`. */
  readonly service: string;
  readonly create: string;
  readonly update: string;
  readonly delete: string;
  /** HTTP status of refusals. @default 400 */
  readonly status?: number;
  /** Outputs that AWS computes; templates where they are strings. */
  readonly outputs?: Properties;
  /** Inputs that must be unique. The first one also identifies the resource after a kill. */
  readonly unique?: { readonly by: readonly string[]; readonly error: string };
  /**
   * Answer to a deletion while another resource refers to it.
   * @default DependencyViolation
   */
  readonly inUse?: string;
  /** Quota in a region. Resources that AWS creates itself are not counted. */
  readonly quota?: { readonly count: number; readonly error: string };
}

const file = new FactsFile("api.json");

/** @throws Error for a type without an entry in api.json */
export function apiNames(type: string): ApiNames {
  const names = file.entry<ApiNames>(type);
  if (names === undefined) throw new Error(`sandbox/cloud/facts/api.json has no line for ${type}`);
  return names;
}
