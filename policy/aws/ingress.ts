import { matching } from "../unknown.ts";
import type { Resource } from "../resource.ts";
import type { Value } from "../value.ts";

export const groupType = "aws:ec2/securityGroup:SecurityGroup";

/** Tokens of resources with rules of a security group. */
export const ruleHolders: readonly string[] = [
  groupType,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

/** One rule of a security group, inline or in a separate resource. */
export interface TrafficRule {
  readonly at: Value;
  readonly direction: "ingress" | "egress";
  readonly protocol: Value;
  readonly from: Value;
  readonly to: Value;
  /** Address ranges of both families. */
  readonly cidrs: readonly Value[];
}

const lists = (rule: Value): readonly Value[] => [
  ...rule.at("cidrBlocks").list,
  ...rule.at("ipv6CidrBlocks").list,
];

const inline = (props: Value, direction: "ingress" | "egress"): readonly TrafficRule[] =>
  props.at(direction).list.map((at) => ({
    at,
    direction,
    protocol: at.at("protocol"),
    from: at.at("fromPort"),
    to: at.at("toPort"),
    cidrs: lists(at),
  }));

/** The rules of a resource. @throws Undecided */
export function trafficRules({ type, props }: Resource): readonly TrafficRule[] {
  if (type.startsWith("aws:ec2/") && type.endsWith("SecurityGroup"))
    return [...inline(props, "ingress"), ...inline(props, "egress")];
  const common = { at: props, from: props.at("fromPort"), to: props.at("toPort") };
  if (type.endsWith(":SecurityGroupRule"))
    return [
      {
        ...common,
        direction: props.at("type").is("egress") ? "egress" : "ingress",
        protocol: props.at("protocol"),
        cidrs: lists(props),
      },
    ];
  return [
    {
      ...common,
      direction: type.endsWith("EgressRule") ? "egress" : "ingress",
      protocol: props.at("ipProtocol"),
      cidrs: [props.at("cidrIpv4"), props.at("cidrIpv6")].filter(({ present }) => present),
    },
  ];
}

/** Every protocol and port. @throws Undecided */
export const isAllTraffic = ({ protocol }: TrafficRule): boolean => protocol.is("-1", -1, "all");

/** Whether a rule covers a port. @throws Undecided */
export function coversPort(rule: TrafficRule, port: number): boolean {
  if (isAllTraffic(rule)) return true;
  // ICMP carries its type and code in the fields of ports
  if (rule.protocol.is("icmp", "icmpv6", "1", "58")) return false;
  const [from, to] = [rule.from.number, rule.to.number];
  if (from === undefined || to === undefined) return false;
  return from <= port && port <= to;
}

/** The ranges of a rule that are the whole internet. @throws Undecided if there is none, and an unknown one may be */
export const openRanges = (rule: TrafficRule): readonly Value[] =>
  matching(rule.cidrs, (cidr) => isWorld(cidr.text ?? ""));

/**
 * Whether a range is the internet, of either family and however it is written. A large part of it counts as all: no
 * private network has a prefix of three bits, and `2000::/3` is the range of global IPv6 addresses (RFC 4291, 2.4).
 */
export const isWorld = (cidr: string): boolean => /\/[0-3]$/.test(cidr);
