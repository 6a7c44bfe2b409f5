/** An action in IAM's service authorization reference. */
export interface IamAction {
  /** Prefix, e.g. `ec2`. */
  readonly service: string;
  /** Name, e.g. `RunInstances`. */
  readonly name: string;
  /** Names of the resource types in a statement's Resource. */
  readonly resourceTypes: readonly string[];
  /** Whether a statement requires `"Resource": "*"`. */
  readonly wildcardOnly: boolean;
}
