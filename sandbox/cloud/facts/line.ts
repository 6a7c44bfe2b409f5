/**
 * One input as in its line. `is` is its kind and its flags: `s` text, `i` whole number, `f` number, `b` flag, `m` map, `d` policy as text
 * or object, `o` object, `x` unknown, `[]` a list of them; `R` required, `C` filled in by AWS, `N` a change replaces, `S` sensitive, `W`
 * never in state. An input without rules is that text alone.
 */
export interface PropertyLine {
  is: string;
  /** Inputs of an object, or the name of its shape. */
  in?: Shape | string;
  readonly oneOf?: readonly (string | number)[];
  /** For `oneOf`. */
  readonly ignoreCase?: boolean;
  readonly range?: readonly [least: number, most: number];
  readonly min?: number;
  readonly max?: number;
  readonly multipleOf?: number;
  readonly length?: readonly [least: number, most: number];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly patterns?: readonly string[];
  readonly format?: string;
  readonly default?: unknown;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Paths from the resource; a list stands for its first element. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
}

export type Shape = Readonly<Record<string, PropertyLine | string>>;

/** One line of resources.json. */
export interface ResourceLine {
  /** Terraform's name. */
  readonly tf: string;
  /** Other tokens. */
  readonly aka?: string;
  readonly in: Shape;
  readonly out?: string;
  /** Outputs that the provider marks as sensitive. */
  readonly secret?: string;
  /** Groups of inputs: exactly one, or at least one, is required. */
  readonly groups?: readonly (readonly [least: boolean, names: readonly string[]])[];
  /** Objects that occur more than once or contain themselves. */
  readonly shapes?: Readonly<Record<string, Shape>>;
}

/** One service's line of iam.json. */
export interface IamLine {
  /** Resource types with their ARN patterns. */
  readonly types: readonly (readonly [name: string, arn: string])[];
  /** Sets of condition keys, each joined by spaces; most actions of a service share a few. */
  readonly keys: readonly string[];
  /** By name: the index of its set of keys, then the indices of its resource types. */
  readonly actions: Readonly<Record<string, readonly number[]>>;
}
