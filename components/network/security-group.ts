import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import { networkName } from "../check/addresses.ts";

/** Traffic that is allowed from or to one network. */
export interface Passage {
  readonly direction: "ingress" | "egress";
  readonly cidr: string;
  /** `all` is every protocol and port. */
  readonly protocol: "tcp" | "udp" | "all";
  /** @default every port */
  readonly port?: number;
}

/**
 * Creates a security group with one resource per rule. The provider warns against mixing them with inline rules: each
 * removes the other. A new description replaces the group, so callers pass a constant.
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
      // for all protocols, EC2 accepts no ports
      ...(port === undefined ? {} : { fromPort: port, toPort: port }),
    };
    const suffix = [protocol, ...(port === undefined ? [] : [port]), networkName(cidr)].join("-");
    const ruleName = `${name}-${direction}-${suffix}`;
    if (direction === "ingress") new SecurityGroupIngressRule(ruleName, rule, options);
    else new SecurityGroupEgressRule(ruleName, rule, options);
  }
  return group;
}
