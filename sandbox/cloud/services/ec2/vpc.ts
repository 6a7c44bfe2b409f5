import type { Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";

/** A VPC contains a main route table, a default network ACL and a default security group. */
export const vpc: ResourceRow = {
  type: "aws:ec2/vpc:Vpc",
  // the provider decides it while it plans: only dedicated to default is possible in place
  replaces: ["instanceTenancy"],
  defaults: {
    assignGeneratedIpv6CidrBlock: false,
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
  },
  behaviour: {
    create: (order, cloud) => {
      admitRange(order);
      const { id, digits } = order;
      const main = `rtb-0${digits("main").slice(0, 16)}`;
      const acl = `acl-0${digits("acl").slice(0, 16)}`;
      const group = `sg-0${digits("group").slice(0, 16)}`;
      const properties: Properties = { vpcId: id, ownerId: cloud.account };
      cloud.put({ type: "aws:ec2/routeTable:RouteTable", id: main, owner: id, properties });
      cloud.put({ type: "aws:ec2/networkAcl:NetworkAcl", id: acl, owner: id, properties });
      cloud.put({
        type: "aws:ec2/securityGroup:SecurityGroup",
        id: group,
        owner: id,
        properties: { ...properties, name: "default", ingress: [], egress: [] },
      });
      return {
        mainRouteTableId: main,
        defaultRouteTableId: main,
        defaultNetworkAclId: acl,
        defaultSecurityGroupId: group,
      };
    },
  },
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
function admitRange({ inputs }: Order): void {
  if (inputs["cidrBlock"] === undefined && inputs["ipv4IpamPoolId"] === undefined)
    throw new Refusal("MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided.");
}
