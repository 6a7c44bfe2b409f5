import { resourceFacts } from "../facts.ts";
import type { CloudRecord, Properties, Reference, ResourceRow } from "../model.ts";
import { valuesAt } from "../values.ts";

const group = "aws:ec2/securityGroup:SecurityGroup";

/** @param error AWS's code and text, joined by `: `; `{value}` stands for the name */
export function reference(
  to: string | readonly string[],
  error: string,
  more: Partial<Reference> = {},
): Reference {
  return { to: typeof to === "string" ? [to] : to, error, ...more };
}

const vpc = reference(
  "aws:ec2/vpc:Vpc",
  "InvalidVpcID.NotFound: The vpc ID '{value}' does not exist",
);
const subnet = reference(
  "aws:ec2/subnet:Subnet",
  "InvalidSubnetID.NotFound: The subnet ID '{value}' does not exist",
);
const securityGroup = reference(
  group,
  "InvalidGroup.NotFound: The security group '{value}' does not exist",
);
const role = (by: string): Reference =>
  reference(
    "aws:iam/role:Role",
    "NoSuchEntity: The role with name {value} cannot be found.",
    { by, onDelete: "ignore" }, // IAM does not ask who uses a role
  );
const key = reference("aws:kms/key:Key", "NotFoundException: Key '{value}' does not exist", {
  by: "arn",
  onDelete: "ignore", // a key is scheduled for deletion whoever uses it
});

/** References by property name, for every resource type with that input. A row removes one with `undefined`. */
const everywhere: Readonly<Record<string, Reference>> = {
  vpcId: vpc,
  subnetId: subnet,
  subnetIds: subnet,
  vpcZoneIdentifiers: subnet,
  securityGroupId: securityGroup,
  securityGroupIds: securityGroup,
  vpcSecurityGroupIds: securityGroup,
  allocationId: reference(
    "aws:ec2/eip:Eip",
    "InvalidAllocationID.NotFound: The allocation ID '{value}' does not exist",
  ),
  natGatewayId: reference(
    "aws:ec2/natGateway:NatGateway",
    "NatGatewayNotFound: The Nat Gateway {value} was not found",
    { onDelete: "ignore" }, // a route to a deleted one turns into a black hole
  ),
  routeTableId: reference(
    "aws:ec2/routeTable:RouteTable",
    "InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist",
  ),
  networkInterfaceId: reference(
    "aws:ec2/networkInterface:NetworkInterface",
    "InvalidNetworkInterfaceID.NotFound: The networkInterface ID '{value}' does not exist",
  ),
  roleArn: role("arn"),
  iamRoleArn: role("arn"),
  executionRoleArn: role("arn"),
  taskRoleArn: role("arn"),
  kmsKeyArn: key,
  certificateArn: reference(
    "aws:acm/certificate:Certificate",
    "CertificateNotFound: Certificate '{value}' not found",
    { by: "arn" },
  ),
};

/** The references of a type by input path. A dotted path passes through objects and lists. */
export function referencesOf(row: ResourceRow): Readonly<Record<string, Reference>> {
  const known = referencesByType.get(row.type);
  if (known !== undefined) return known;
  const inputs = resourceFacts(row.type)?.inputs ?? [];
  const common = Object.entries(everywhere).filter(([name]) => inputs.includes(name));
  const merged: Record<string, Reference | undefined> = {
    ...Object.fromEntries(common),
    ...row.references,
  };
  const result = Object.fromEntries(
    Object.entries(merged).flatMap(([path, one]) => (one === undefined ? [] : [[path, one]])),
  );
  referencesByType.set(row.type, result);
  return result;
}
const referencesByType = new Map<string, Readonly<Record<string, Reference>>>();

/** Whether a value belongs to another account or to AWS. */
export function isForeign(value: string, account: string): boolean {
  const [arn, , , , owner] = value.split(":");
  return arn === "arn" && owner !== account && owner !== undefined && owner !== "";
}

export function namedIn(properties: Properties, path: string): readonly string[] {
  return valuesAt(properties, path.split(".")).filter((value) => typeof value === "string");
}

/** Whether a record is the one that a reference names. */
export function isNamed(record: CloudRecord, { by = "id" }: Reference, value: string): boolean {
  return by === "id" ? record.id === value : record.properties[by] === value;
}
