import type { Cloud, InputFault, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, number, objects, text, texts } from "../../values.ts";
import { types } from "./types.ts";

/** One rule with one peer, as EC2 stores it. */
export interface Rule {
  readonly direction: "ingress" | "egress";
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** CIDR block, group or prefix list. */
  readonly peer: string;
}

/** Maximum number of rules in each direction, https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const mostRules = 60;

const names: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", all: "-1" };

/** A block of `ingress` or `egress`, or an aws.ec2.SecurityGroupRule. */
export function rulesOf(
  block: Properties,
  direction: Rule["direction"],
  own: string,
): readonly Rule[] {
  const peers = [
    ...texts(block, "cidrBlocks"),
    ...texts(block, "ipv6CidrBlocks"),
    ...texts(block, "prefixListIds"),
    ...texts(block, "securityGroups"),
    ...texts(block, "sourceSecurityGroupId"),
    ...(flag(block, "self") ? [own] : []),
  ];
  return peers.map((peer) => rule(block, direction, text(block, "protocol") ?? "-1", peer));
}

/** An aws.vpc.SecurityGroupIngressRule or EgressRule. */
export function ruleOf(inputs: Properties, direction: Rule["direction"]): readonly Rule[] {
  return ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]
    .flatMap((name) => texts(inputs, name))
    .map((peer) => rule(inputs, direction, text(inputs, "ipProtocol") ?? "-1", peer));
}

function rule(of: Properties, direction: Rule["direction"], protocol: string, peer: string): Rule {
  const name = names[protocol.toLowerCase()] ?? protocol.toLowerCase();
  const ports = name === "-1" ? {} : of;
  return {
    direction,
    protocol: name,
    from: number(ports, "fromPort"),
    to: number(ports, "toPort"),
    peer,
  };
}

/** All rules of a group, from its own lists and from separate rules. */
export function rulesIn(cloud: Cloud, groupId: string, but?: string): readonly Rule[] {
  const group = cloud.of(types.group, groupId);
  const belongs = ({
    id,
    properties,
  }: {
    readonly id: string;
    readonly properties: Properties;
  }): boolean => properties["securityGroupId"] === groupId && id !== but;
  return [
    ...inlineRules(group, groupId),
    ...cloud
      .list("aws:ec2/securityGroupRule:SecurityGroupRule")
      .filter(belongs)
      .flatMap(({ properties }) =>
        rulesOf(properties, properties["type"] === "egress" ? "egress" : "ingress", groupId),
      ),
    ...(["ingress", "egress"] as const).flatMap((direction) => {
      const name = direction === "ingress" ? "SecurityGroupIngressRule" : "SecurityGroupEgressRule";
      const type = `aws:vpc/s${name.slice(1)}:${name}`;
      return cloud
        .list(type)
        .filter(belongs)
        .flatMap(({ properties }) => ruleOf(properties, direction));
    }),
  ];
}

export function inlineRules(group: Properties, groupId: string): readonly Rule[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    objects(group, direction).flatMap((block) => rulesOf(block, direction, groupId)),
  );
}

/** @throws Refusal for a duplicate rule, and beyond the quota */
export function admitRules(
  added: readonly Rule[],
  present: readonly Rule[],
  operation?: string,
): void {
  const seen = new Set(present.map(keyOf));
  for (const one of added) {
    if (seen.has(keyOf(one)))
      throw new Refusal(
        `InvalidPermission.Duplicate: the specified rule "peer: ${one.peer}, ${described(one)}, ALLOW" already exists`,
        operation,
      );
    seen.add(keyOf(one));
  }
  for (const direction of ["ingress", "egress"] as const) {
    const count = [...present, ...added].filter((one) => one.direction === direction).length;
    if (count > mostRules)
      throw new Refusal(
        "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.",
        operation,
      );
  }
}

/** @throws Refusal for a group of another VPC, because peering is not simulated */
export function admitPeers(rules: readonly Rule[], vpcId: unknown, cloud: Cloud): void {
  for (const { peer } of rules) {
    const its = cloud.find(types.group, peer)?.properties["vpcId"];
    if (its !== undefined && its !== vpcId)
      throw new Refusal(
        "InvalidGroup.NotFound: You have specified two resources that belong to different networks.",
      );
  }
}

/** EC2's checks of the ports of a rule, which the provider makes itself before the request. */
export function portFaults(rules: readonly Rule[]): readonly InputFault[] {
  return rules
    .filter(({ protocol }) => protocol === "tcp" || protocol === "udp")
    .filter(({ from = 0, to = from }) => from < 0 || from > to)
    .map(({ from, to }) => ({
      property: "fromPort",
      reason: `${from} to ${to} is not a range of ports`,
    }));
}

function keyOf({ direction, protocol, from, to, peer }: Rule): string {
  return [direction, protocol, from ?? "", to ?? "", peer].join("|");
}

function described({ protocol, from, to }: Rule): string {
  if (protocol === "-1") return "ALL";
  return `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`;
}
