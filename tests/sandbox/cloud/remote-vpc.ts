import { Eip } from "@pulumi/aws/ec2/eip.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Provider } from "@pulumi/aws/provider.js";
import { Vpc, type VpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { planNetwork } from "../../../components/network/plan.ts";
import { awsxArgs } from "../../../components/network/vpc.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];
const cidr = "10.16.0.0/16";

/** The arguments that Hanok passes for three zones in Seoul. */
export const vpcArgs: VpcArgs = awsxArgs({
  cidr,
  plan: planNetwork(cidr, zones),
  cluster: "hanok-test",
});

/** A VPC with all that a component hands on to its children, and a resource that uses it. */
export function vpcProgram(args: VpcArgs = vpcArgs): PulumiFn {
  return () => {
    const tags = { "hanok:stack": "test" };
    const provider = new Provider("aws", { region: "ap-northeast-2", defaultTags: { tags } });
    const network = new pulumi.ComponentResource(
      "hanok:index:Network",
      "network",
      {},
      { providers: [provider] },
    );
    const parent = { parent: network };
    const first = new Eip("first", { domain: "vpc" }, parent);
    const vpc = new Vpc("network", args, {
      ...parent,
      protect: true,
      dependsOn: [first],
      aliases: [{ name: "old" }],
    });
    new SecurityGroup("user", { name: "user", vpcId: vpc.vpcId }, parent);
    const idsOf = (list: pulumi.Output<readonly { readonly id: pulumi.Output<string> }[]>) =>
      list.apply((all) => pulumi.output(all.map(({ id }) => id)));
    return Promise.resolve({
      vpcId: vpc.vpcId,
      vpc: vpc.vpc.id,
      internetGateway: vpc.internetGateway.id,
      publicSubnetIds: vpc.publicSubnetIds,
      privateSubnetIds: vpc.privateSubnetIds,
      isolatedSubnetIds: vpc.isolatedSubnetIds,
      subnetLayout: vpc.subnetLayout,
      subnets: idsOf(vpc.subnets),
      publicSubnets: idsOf(vpc.publicSubnets),
      privateSubnets: idsOf(vpc.privateSubnets),
      isolatedSubnets: idsOf(vpc.isolatedSubnets),
      routeTables: idsOf(vpc.routeTables),
      routeTableAssociations: idsOf(vpc.routeTableAssociations),
      routes: idsOf(vpc.routes),
      eips: vpc.eips,
      natGateways: vpc.natGateways,
      vpcEndpoints: vpc.vpcEndpoints,
    });
  };
}
