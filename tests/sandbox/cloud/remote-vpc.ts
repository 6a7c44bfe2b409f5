import { Provider } from "@pulumi/aws/provider.js";
import { Vpc, type VpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { awsxArgs } from "../../../components/network/vpc.ts";
import { planNetwork } from "../../../components/network/plan.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];
const cidr = "10.16.0.0/16";

/** The arguments that Hanok passes for three zones in Seoul. */
export const vpcArgs: VpcArgs = awsxArgs({
  cidr,
  plan: planNetwork(cidr, zones),
  cluster: "hanok-test",
});

/** A VPC as Network makes it: in a component that has a provider with default tags, protected, with an alias and a dependency. */
export function vpcProgram(args: VpcArgs = vpcArgs, protect = true): pulumi.automation.PulumiFn {
  return () => {
    const provider = new Provider("aws", {
      region: "ap-northeast-2",
      defaultTags: { tags: { "hanok:stack": "test" } },
    });
    const network = new pulumi.ComponentResource(
      "hanok:index:Network",
      "network",
      {},
      {
        providers: [provider],
      },
    );
    const first = new pulumi.ComponentResource("hanok:index:First", "first", {});
    const vpc = new Vpc("network", args, {
      parent: network,
      protect,
      dependsOn: [first],
      aliases: [{ name: "old" }],
    });
    const { vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds, subnetLayout } = vpc;
    const ids = (list: pulumi.Output<readonly { readonly id: pulumi.Output<string> }[]>) =>
      list.apply((all) => pulumi.output(all.map(({ id }) => id)));
    return Promise.resolve({
      vpcId,
      publicSubnetIds,
      privateSubnetIds,
      isolatedSubnetIds,
      subnetLayout,
      routeTables: ids(vpc.routeTables),
      routes: ids(vpc.routes),
      internetGateway: vpc.internetGateway.id,
      eips: vpc.eips,
      natGateways: vpc.natGateways,
      vpcEndpoints: vpc.vpcEndpoints,
    });
  };
}
