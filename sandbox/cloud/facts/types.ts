/** What a value of a property must fulfil. For a list it holds for each element. */
export interface PropertyRule {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly values?: readonly (string | number)[];
}

/** One resource type of @pulumi/aws, as far as it is known. Property names are Pulumi's. */
export interface ResourceFacts {
  /** Token that @pulumi/aws registers, e.g. `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** Other tokens that it is known by. */
  readonly aliases: readonly string[];
  /** Terraform's name, e.g. `aws_vpc`. */
  readonly terraform: string;
  /** CloudFormation's name, e.g. `AWS::EC2::VPC`, where one does the same. */
  readonly cfn?: string;
  /** Template of its ARN, e.g. `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`, where CloudFormation tells. */
  readonly arn?: string;
  /** Accepted inputs; everything else is refused. */
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  /** Optional inputs that the provider fills when they are left out. */
  readonly filled: readonly string[];
  /** Outputs that are not inputs. */
  readonly outputs: readonly string[];
  /** Outputs that the class marks as secret. */
  readonly secrets: readonly string[];
  /** Properties of which a change replaces; those of nested objects are dotted. */
  readonly createOnly: readonly string[];
  /** By input property; those of nested objects are dotted, without the index of a list. */
  readonly rules: Readonly<Record<string, PropertyRule>>;
}

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
