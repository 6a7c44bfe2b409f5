import { createRequire } from "node:module";
import { Vpc } from "@pulumi/awsx/ec2/vpc.js";
import type { VpcArgs as AwsxVpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { Subnet, SubnetTier } from "../platform.ts";
import { layout, type ZonePlan } from "./plan.ts";

// Registers the classes of what awsx returns, and loads none of them. A reference to a class that is not registered becomes its
// identifier, and in a preview, where there is none yet, its URN, which looks as if it were known.
createRequire(import.meta.url)("@pulumi/aws/ec2/index.js");

export interface VpcArgs {
  readonly cidr: string;
  readonly plan: readonly ZonePlan[];
  /** Name of the cluster, which load balancers and Karpenter find their subnets by. */
  readonly cluster: string;
}

/** A VPC with the subnets of a plan. */
export interface PlannedVpc {
  readonly component: Vpc;
  readonly id: pulumi.Output<string>;
  readonly subnets: Readonly<Record<SubnetTier, readonly Subnet[]>>;
}

/**
 * Makes the VPC, its internet gateway, subnets, and a route table for each. The NAT is made apart: with routes of our own another
 * strategy changes their target, where `awsx` would delete its route while a second one to the same destination is refused.
 */
export function createVpc(
  name: string,
  args: VpcArgs,
  options: pulumi.ComponentResourceOptions,
): PlannedVpc {
  const component = new Vpc(name, awsxArgs(args), options);
  const { publicSubnetIds, privateSubnetIds, isolatedSubnetIds, routeTables } = component;
  const ids = { public: publicSubnetIds, private: privateSubnetIds, data: isolatedSubnetIds };
  const subnetsOf = (tier: SubnetTier): readonly Subnet[] =>
    args.plan.map(({ zone, subnets }, index) => ({
      id: member(ids[tier], index),
      zone,
      cidr: subnets[tier],
      routeTableId: member(routeTables, routeTableIndex(index, tier)),
    }));
  return {
    component,
    id: component.vpcId,
    subnets: {
      public: subnetsOf("public"),
      private: subnetsOf("private"),
      data: subnetsOf("data"),
    },
  };
}

/** What `awsx` calls a tier; what it does not know otherwise is isolated, without a route. */
const typeOf = { public: "Public", private: "Private", data: "Isolated" } as const;

/** The arguments of the component. Its subnets and spare blocks follow each other without a gap, as `Exact` demands. */
export function awsxArgs({ cidr, plan, cluster }: VpcArgs): AwsxVpcArgs {
  return {
    cidrBlock: cidr,
    availabilityZoneNames: plan.map(({ zone }) => zone),
    // private names of interface endpoints and of private hosted zones need both
    enableDnsHostnames: true,
    enableDnsSupport: true,
    natGateways: { strategy: "None" },
    subnetStrategy: "Exact",
    subnetNameTagStrategy: "AvailabilityZone",
    subnetSpecs: [
      ...layout.map(({ tier }) => ({
        type: typeOf[tier],
        name: tier,
        cidrBlocks: plan.map(({ subnets }) => subnets[tier]),
        tags: subnetTags(tier, cluster),
      })),
      ...(plan[0]?.spare ?? []).map((_, index) => ({
        type: "Unused" as const,
        name: `spare-${index + 1}`,
        cidrBlocks: plan.map(({ spare }) => spare[index] ?? ""),
      })),
    ],
    tags: { Name: cluster },
  };
}

/**
 * How the AWS Load Balancer Controller (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/)
 * and Karpenter (https://karpenter.sh/docs/concepts/nodeclasses/) find subnets.
 */
function subnetTags(tier: SubnetTier, cluster: string): Record<string, string> {
  const shared = { [`kubernetes.io/cluster/${cluster}`]: "shared" };
  if (tier === "public") return { ...shared, "kubernetes.io/role/elb": "1" };
  if (tier === "data") return {};
  return {
    ...shared,
    "kubernetes.io/role/internal-elb": "1",
    "karpenter.sh/discovery": cluster,
  };
}

/** The order in which `awsx` makes a zone's subnets, and lists their route tables: public, private, isolated (its compareSubnetSpecs). */
const made: readonly SubnetTier[] = ["public", "private", "data"];

function routeTableIndex(zone: number, tier: SubnetTier): number {
  return zone * made.length + made.indexOf(tier);
}

/** The identifier of one member of a list that the component returns. */
function member(
  list: pulumi.Output<readonly (string | { readonly id: pulumi.Input<string> })[]>,
  index: number,
): pulumi.Output<string> {
  return list.apply((all) => {
    const one = all[index];
    if (one === undefined)
      throw new Error(`awsx made ${all.length} of what should have ${index + 1}`);
    return pulumi.output(typeof one === "string" ? one : one.id);
  });
}
