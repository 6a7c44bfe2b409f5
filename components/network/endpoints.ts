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
  /** Interface endpoints; those of S3 and DynamoDB cost nothing and are always there. */
  readonly services: readonly EndpointService[];
}

/** Gateway endpoints by service: who has a route to them, and what they let through. */
const gateways = {
  // Aurora and RDS load from and save to S3 by the route table of their own subnets
  s3: { tiers: ["private", "data"], policy: s3Policy },
  dynamodb: { tiers: ["private"], policy: dynamodbPolicy },
} as const satisfies Readonly<
  Record<string, { tiers: readonly SubnetTier[]; policy: (account: string) => string }>
>;

/** Makes the ways to services of AWS that need no NAT. */
export function createEndpoints(
  name: string,
  args: EndpointsArgs,
  options: pulumi.CustomResourceOptions,
): void {
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
  if (services.length === 0) return;
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
}

/** An endpoint answers, and begins nothing: no rule for egress. */
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
