import { Eip } from "@pulumi/aws/ec2/eip.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Subnet, SubnetTier } from "../platform.ts";
import { createNatInstance, type NatInstanceArgs } from "./nat-instance.ts";
import type { NatStrategy } from "./options.ts";

export interface NatArgs extends Omit<NatInstanceArgs, "publicSubnets" | "privateSubnets"> {
  readonly strategy: NatStrategy;
  readonly subnets: Readonly<Record<Exclude<SubnetTier, "data">, readonly Subnet[]>>;
}

/** Target of a default route. A change of strategy updates the target of the same route. */
type Target =
  | { readonly natGatewayId: pulumi.Input<string> }
  | { readonly networkInterfaceId: pulumi.Input<string> };

/**
 * Gives the private subnets access to the internet.
 * @returns the public source addresses of requests
 */
export function createNat(
  name: string,
  args: NatArgs,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Output<string>[] {
  const { strategy, subnets } = args;
  const addresses: pulumi.Output<string>[] = [];
  const targets: Target[] = [];
  const dependsOn: pulumi.Resource[] = [];
  if (strategy === "instance") {
    const { address, networkInterfaceId, group } = createNatInstance(
      `${name}-instance`,
      { ...args, publicSubnets: subnets.public, privateSubnets: subnets.private },
      options,
    );
    addresses.push(address);
    targets.push({ networkInterfaceId });
    dependsOn.push(group);
  } else {
    for (const subnet of subnets.public.slice(0, strategy === "single" ? 1 : undefined)) {
      const { address, natGatewayId } = createGateway(`${name}-${subnet.zone}`, subnet, {
        ...options,
        // a NAT gateway fails in a VPC without an internet gateway
        dependsOn: [args.internet],
      });
      addresses.push(address);
      targets.push({ natGatewayId });
    }
  }
  subnets.private.forEach(({ zone, routeTableId }, index) => {
    const target = targets[index] ?? targets[0];
    const route = { routeTableId, destinationCidrBlock: "0.0.0.0/0", ...target };
    new Route(`${name}-${zone}`, route, { ...options, dependsOn });
  });
  return addresses;
}

function createGateway(name: string, subnet: Subnet, options: pulumi.CustomResourceOptions) {
  const tags = { Name: name };
  const eip = new Eip(name, { domain: "vpc", tags }, options);
  const gateway = new NatGateway(
    name,
    { subnetId: subnet.id, allocationId: eip.allocationId, connectivityType: "public", tags },
    // an address belongs to one gateway at a time, so the old gateway must release it first
    { ...options, deleteBeforeReplace: true },
  );
  return { address: eip.publicIp, natGatewayId: gateway.id };
}
