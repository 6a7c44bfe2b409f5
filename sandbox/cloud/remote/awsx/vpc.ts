import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { accepted } from "../arguments.ts";
import type { RemoteComponent } from "../component.ts";
import { judgeSpecs, judgeSubnets } from "./layout.ts";
import { stateOf } from "./state.ts";
import { createSubnet } from "./subnet.ts";
import { madeSubnets, plannedSubnets } from "./subnets.ts";
import { vpcArgs } from "./vpc-args.ts";

const type = "awsx:ec2:Vpc";

/**
 * `awsx.ec2.Vpc` with exact subnets and no NAT: its children, their names, inputs, parents and dependencies are those of the real
 * component, github.com/pulumi/pulumi-awsx, awsx/ec2/vpc.ts at e60adf3c (August 2026, between 3.8.0 and 3.9.0).
 */
export const createVpc: RemoteComponent = (name, inputs, options) => {
  const args = accepted(type, vpcArgs, inputs);
  judgeSpecs(args);
  const planned = plannedSubnets(name, args);
  judgeSubnets(args.cidrBlock, planned);
  const { cidrBlock, enableDnsHostnames, enableDnsSupport, availabilityZoneNames, subnetSpecs } =
    args;
  const tags = { Name: name, ...args.tags };
  // without inputs: the real component uses @pulumi/pulumi 3.200, which sends none for a component
  const component = new pulumi.ComponentResource(type, name, {}, options);
  const vpc = new Vpc(
    name,
    { cidrBlock, enableDnsHostnames, enableDnsSupport, tags },
    { parent: component },
  );
  const internetGateway = new InternetGateway(
    name,
    { vpcId: vpc.id, tags },
    { parent: vpc, dependsOn: [vpc] },
  );
  const parts = madeSubnets(planned, availabilityZoneNames).map((subnet) =>
    createSubnet(subnet, { vpc, internetGateway, tags }),
  );
  return { urn: component.urn, state: stateOf({ vpc, internetGateway, parts, subnetSpecs }) };
};
