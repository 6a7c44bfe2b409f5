import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import { networkName } from "./addresses.ts";

/** What may pass, from or to one network. */
export interface Passage {
  readonly direction: "ingress" | "egress";
  readonly cidr: string;
  /** `all` is every protocol and port. */
  readonly protocol: "tcp" | "udp" | "all";
  /** @default every port */
  readonly port?: number;
}

/**
 * A security group with one resource a rule. Rules inside the group's own resource would be taken away by each of these
 * (the provider's own warning). A new description replaces the group, so it is a constant.
 */
export function createSecurityGroup(
  name: string,
  args: {
    readonly vpcId: pulumi.Input<string>;
    readonly description: string;
    readonly passages: readonly Passage[];
  },
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const { vpcId, description, passages } = args;
  const group = new SecurityGroup(name, { vpcId, description, tags: { Name: name } }, options);
  for (const { direction, cidr, protocol, port } of passages) {
    const rule = {
      securityGroupId: group.id,
      cidrIpv4: cidr,
      ipProtocol: protocol === "all" ? "-1" : protocol,
      // with every protocol, EC2 takes no ports
      ...(port === undefined ? {} : { fromPort: port, toPort: port }),
    };
    const suffix = [protocol, ...(port === undefined ? [] : [port]), networkName(cidr)].join("-");
    const ruleName = `${name}-${direction}-${suffix}`;
    if (direction === "ingress") new SecurityGroupIngressRule(ruleName, rule, options);
    else new SecurityGroupEgressRule(ruleName, rule, options);
  }
  return group;
}
