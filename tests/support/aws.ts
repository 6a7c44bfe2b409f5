import type * as pulumi from "@pulumi/pulumi";

type Outputs = Readonly<Record<string, unknown>>;

const account = "123456789012";

/** Identifiers that `awsx` returns for its subnets and route tables: `private-1`, `rtb-private-1`, in its own order. */
function vpcOutputs({ inputs }: pulumi.runtime.MockResourceArgs): Outputs {
  const zones: readonly string[] = inputs["availabilityZoneNames"];
  const ids = (tier: string) => zones.map((_, index) => `${tier}-${index + 1}`);
  return {
    vpcId: "vpc-1",
    publicSubnetIds: ids("public"),
    privateSubnetIds: ids("private"),
    isolatedSubnetIds: ids("data"),
    routeTables: zones.flatMap((_, index) =>
      ["public", "private", "data"].map((tier) => ({ id: `rtb-${tier}-${index + 1}` })),
    ),
  };
}

/** What AWS would answer, as far as another resource asks for it. */
export function awsOutputs(resource: pulumi.runtime.MockResourceArgs): Outputs {
  const { type, name } = resource;
  const arn = `arn:aws:test:ap-northeast-2:${account}:${name}`;
  switch (type) {
    case "awsx:ec2:Vpc":
      return vpcOutputs(resource);
    case "aws:ec2/eip:Eip":
      return { arn, allocationId: `eipalloc-${name}`, publicIp: `address of ${name}` };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { arn, latestVersion: 1 };
    default:
      return type.startsWith("aws:") ? { arn, name } : {};
  }
}

/** What AWS would answer to a question. */
export function awsAnswers({ token }: pulumi.runtime.MockCallArgs): Outputs {
  if (token === "aws:index/getCallerIdentity:getCallerIdentity") return { accountId: account };
  if (token === "aws:ec2/getAmi:getAmi") return { id: "ami-nat" };
  return {};
}
