import { FactsFile } from "./file.ts";

/** What AWS and the provider call a resource type and its operations. Templates are filled in like those of a row. */
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
}

const file = new FactsFile("api.json");

/** @throws Error for a type that api.json lacks */
export function apiNames(type: string): ApiNames {
  const names = file.entry<ApiNames>(type);
  if (names === undefined) throw new Error(`sandbox/cloud/facts/api.json has no line for ${type}`);
  return names;
}
