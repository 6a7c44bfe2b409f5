import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import * as pulumi from "@pulumi/pulumi";
import type { Subnet, SubnetTier } from "../platform.ts";
import { dynamodbPolicy, s3Policy } from "./endpoint-policies.ts";
import { type EndpointService, endpointServices } from "./endpoint-services.ts";

export interface EndpointsArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly cidr: string;
  readonly region: string;
  /** AWS account, twelve digits. */
  readonly account: pulumi.Input<string>;
  readonly subnets: Readonly<Record<SubnetTier, readonly Subnet[]>>;
  /** Interface endpoints. The gateway endpoints of S3 and DynamoDB are free and always created. */
  readonly services: readonly EndpointService[];
}

/** Gateway endpoints by service: the subnet tiers with a route to them, and their policy. */
const gateways = {
  // Aurora and RDS load from and save to S3 through the route tables of their subnets
  s3: { tiers: ["private", "data"], policy: s3Policy },
  dynamodb: { tiers: ["private"], policy: dynamodbPolicy },
} as const satisfies Readonly<
  Record<string, { tiers: readonly SubnetTier[]; policy: (account: string) => string }>
>;

/**
 * Creates the endpoints that reach AWS services without a NAT.
 * @returns CIDR blocks of the interface endpoints
 */
export function createEndpoints(
  name: string,
  args: EndpointsArgs,
  options: pulumi.CustomResourceOptions,
): readonly string[] {
  const { vpcId, region, account, subnets, services } = args;
  const common = (service: string) => ({
    vpcId,
    serviceName: `com.amazonaws.${region}.${service}`,
  });
  for (const [service, { tiers, policy }] of Object.entries(gateways)) {
    new VpcEndpoint(
      `${name}-${service}`,
      {
        ...common(service),
        vpcEndpointType: "Gateway",
        routeTableIds: tiers.flatMap((tier) => subnets[tier].map((one) => one.routeTableId)),
        policy: pulumi.output(account).apply(policy),
        tags: { Name: `${name}-${service}` },
      },
      options,
    );
  }
  if (services.length === 0) return [];
  const group = createSecurityGroup(`${name}-endpoints`, args, options);
  for (const service of services) {
    new VpcEndpoint(
      `${name}-${service}`,
      {
        ...common(service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: subnets.private.map(({ id }) => id),
        securityGroupIds: [group.id],
        tags: { Name: `${name}-${service}`, "hanok:because": endpointServices[service] },
      },
      options,
    );
  }
  return subnets.private.map((one) => one.cidr);
}

/** An endpoint only answers and opens no connection, so it needs no egress rule. */
function createSecurityGroup(
  name: string,
  { vpcId, cidr }: EndpointsArgs,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  return new SecurityGroup(
    name,
    {
      vpcId,
      description: "Interface endpoints",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [cidr] }],
      egress: [],
      tags: { Name: name },
    },
    options,
  );
}
