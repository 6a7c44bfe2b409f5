import type { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { SubnetParts } from "./subnet.ts";
import type { SubnetSpec } from "./vpc-args.ts";

interface Made {
  readonly vpc: Vpc;
  readonly internetGateway: InternetGateway;
  readonly parts: readonly SubnetParts[];
  readonly subnetSpecs: readonly SubnetSpec[];
}

/**
 * Outputs of the component. All are lifted from one value, as in the real component, so each depends on all children and is unknown until
 * they exist.
 */
export function stateOf({ vpc, internetGateway, parts, subnetSpecs }: Made): pulumi.Inputs {
  const subnetsOf = (type: SubnetParts["type"]) =>
    parts.filter((one) => one.type === type).map(({ subnet }) => subnet);
  const [publicSubnets, privateSubnets, isolatedSubnets] = [
    subnetsOf("Public"),
    subnetsOf("Private"),
    subnetsOf("Isolated"),
  ];
  const data = pulumi.output({
    vpc,
    vpcEndpoints: [],
    subnets: parts.map(({ subnet }) => subnet),
    publicSubnets,
    privateSubnets,
    isolatedSubnets,
    internetGateway,
    routeTables: parts.map(({ routeTable }) => routeTable),
    routeTableAssociations: parts.map(({ association }) => association),
    routes: parts.flatMap(({ route }) => (route === undefined ? [] : [route])),
    natGateways: [],
    eips: [],
    subnetLayout: subnetSpecs.map(({ name, cidrBlocks, type }) => ({ name, cidrBlocks, type })),
    publicSubnetIds: publicSubnets.map(({ id }) => id),
    privateSubnetIds: privateSubnets.map(({ id }) => id),
    isolatedSubnetIds: isolatedSubnets.map(({ id }) => id),
    vpcId: vpc.id,
  });
  return {
    vpc: data.vpc,
    subnets: data.subnets,
    publicSubnets: data.publicSubnets,
    privateSubnets: data.privateSubnets,
    isolatedSubnets: data.isolatedSubnets,
    routeTables: data.routeTables,
    routes: data.routes,
    routeTableAssociations: data.routeTableAssociations,
    internetGateway: data.internetGateway,
    natGateways: data.natGateways,
    eips: data.eips,
    subnetLayout: data.subnetLayout.apply((layout) => layout),
    privateSubnetIds: data.privateSubnetIds,
    publicSubnetIds: data.publicSubnetIds,
    isolatedSubnetIds: data.isolatedSubnetIds,
    vpcEndpoints: data.vpcEndpoints,
    vpcId: data.vpcId,
  };
}
