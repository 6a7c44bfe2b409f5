import type { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedSubnet } from "./subnets.ts";

/** Place of a subnet. */
interface Place {
  readonly vpc: Vpc;
  readonly internetGateway: InternetGateway;
  /** Tags of all its resources. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A subnet with its related resources. */
export interface SubnetParts {
  readonly type: PlannedSubnet["type"];
  readonly subnet: Subnet;
  readonly routeTable: RouteTable;
  readonly association: RouteTableAssociation;
  /** Route to the internet, for a public subnet. */
  readonly route?: Route;
}

/** Creates one subnet as the real component does. Each child depends on its parent explicitly. */
export function createSubnet(
  { name, label, type, zone, cidrBlock, tags }: PlannedSubnet,
  { vpc, internetGateway, tags: shared }: Place,
): SubnetParts {
  const marks = { Name: label, SubnetType: type };
  const subnet = new Subnet(
    name,
    {
      vpcId: vpc.id,
      availabilityZone: zone,
      mapPublicIpOnLaunch: type === "Public",
      cidrBlock,
      // not an output of a resource: the block is one of the VPC's, so it is unknown until the VPC exists, and then absent
      assignIpv6AddressOnCreation: pulumi.output(false),
      ipv6CidrBlock: vpc.ipv6CidrBlock.apply(() => undefined),
      tags: { ...shared, ...tags, ...marks },
    },
    { parent: vpc, dependsOn: [vpc] },
  );
  const routeTable = new RouteTable(
    name,
    { vpcId: vpc.id, tags: { ...shared, ...marks } },
    { parent: subnet, dependsOn: [subnet] },
  );
  const belongs = { parent: routeTable, dependsOn: [routeTable] };
  const association = new RouteTableAssociation(
    name,
    { routeTableId: routeTable.id, subnetId: subnet.id },
    belongs,
  );
  if (type !== "Public") return { type, subnet, routeTable, association };
  const route = new Route(
    name,
    {
      routeTableId: routeTable.id,
      gatewayId: internetGateway.id,
      destinationCidrBlock: "0.0.0.0/0",
    },
    belongs,
  );
  return { type, subnet, routeTable, association, route };
}
