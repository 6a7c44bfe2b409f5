/** An action of an AWS service, as IAM's service authorization reference has it. */
export interface IamAction {
  /** Prefix, e.g. `ec2`. */
  readonly service: string;
  /** Name, e.g. `RunInstances`. */
  readonly name: string;
  /** Names of the resource types that a statement's Resource may name. */
  readonly resourceTypes: readonly string[];
  /** Whether a statement must have `"Resource": "*"`. */
  readonly wildcardOnly: boolean;
}
