import type { PropertyRule } from "./types.ts";

/** One line of resources.json. Names are joined by spaces, because they are most of the file. */
export interface ResourceLine {
  /** Terraform's name. */
  readonly tf: string;
  readonly cfn?: string;
  /** ARN template of CloudFormation's resource type. */
  readonly arn?: string;
  /** Other tokens. */
  readonly aka?: string;
  /** Inputs with their marks: `!` required, `~` create-only, `+` filled by the provider when left out. */
  readonly in: string;
  readonly out?: string;
  readonly secret?: string;
  /** Create-only properties of nested objects, dotted. */
  readonly keep?: string;
  readonly rules?: Readonly<Record<string, PropertyRule>>;
}

/** One service's line of iam.json. */
export interface IamLine {
  /** Resource types with their ARN patterns. */
  readonly types: readonly (readonly [name: string, arn: string])[];
  /** Sets of condition keys, each joined by spaces: most actions of a service share a few. */
  readonly keys: readonly string[];
  /** By name: the index of its set of keys, then the indices of its resource types. */
  readonly actions: Readonly<Record<string, readonly number[]>>;
}
