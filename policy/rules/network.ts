import { isEveryone, isStar, statementsOf } from "../aws/policies.ts";
import { isWorld } from "../aws/ingress.ts";
import { contains, overlaps, type Range, rangeOf } from "../aws/ranges.ts";
import { isTaggedPublic, subnetType } from "../aws/subnets.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule, type Trial } from "../rule.ts";
import { some } from "../unknown.ts";

const vpc = "aws:ec2/vpc:Vpc";
const byVpc = ({ props }: Resource) => props.at("vpcId");

const defaultSgLocked = stackRule({
  id: "vpc-default-sg-locked",
  theme: "network",
  title: "Default security group is empty",
  severity: "medium",
  sources: ["CKV2_AWS_12", "NIST.800.53.R5-VPCDefaultSecurityGroupClosed"],
  remediation: "Create an aws.ec2.DefaultSecurityGroup for the VPC without ingress and egress.",
  check: (graph, { fail, each }) =>
    each(graph.of(vpc), (network) => {
      const groups = graph.referrers(
        network,
        byVpc,
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      );
      if (groups.length === 0)
        fail(network.props, "come with a DefaultSecurityGroup that is empty");
      each(groups, ({ inputs }) =>
        each(["ingress", "egress"], (key) => {
          if (!inputs.at(key).empty) fail(inputs.at(key), "be empty");
        }),
      );
    }),
});

const flowLogs = stackRule({
  id: "vpc-flow-logs",
  theme: "network",
  title: "VPC flow logs are on",
  severity: "medium",
  sources: ["CKV2_AWS_11", "AwsSolutions-VPC7", "NIST.800.53.R5-VPCFlowLogsEnabled"],
  remediation: 'Create an aws.ec2.FlowLog with the VPC\'s id and trafficType "ALL" or "REJECT".',
  check: (graph, { fail, each }) =>
    each(graph.of(vpc), (network) => {
      const logs = graph.referrers(network, byVpc, "aws:ec2/flowLog:FlowLog");
      if (logs.length === 0) return fail(network.props, "come with a FlowLog");
      if (!some(logs, ({ props }) => props.at("trafficType").is("ALL", "REJECT")))
        each(logs, ({ props }) => fail(props.at("trafficType"), "be ALL or REJECT"));
    }),
});

const noAutoPublicIp = resourceRule({
  id: "subnet-no-auto-public-ip",
  theme: "network",
  title: "Subnets do not hand out public addresses",
  severity: "medium",
  sources: [
    "CKV_AWS_130",
    "guard:subnet_auto_assign_public_ip_disabled",
    "NIST.800.53.R5-VPCSubnetAutoAssignPublicIpDisabled",
  ],
  remediation: "Remove `mapPublicIpOnLaunch`, or tag the subnet as the public tier.",
  types: [subnetType],
  check: (resource, { fail }) => {
    const map = resource.props.at("mapPublicIpOnLaunch");
    if (map.flag === true && !isTaggedPublic(resource)) fail(map, "not be true");
  },
});

/** Checks that no two subnets of a VPC overlap. */
function validateDisjoint(
  subnets: readonly Resource[],
  { fail, each }: Pick<Trial, "fail" | "each">,
): void {
  const placed: { readonly name: string; readonly range: Range }[] = [];
  each(subnets, ({ props, name }) => {
    const cidr = props.at("cidrBlock");
    const range = rangeOf(cidr.text ?? "");
    if (range === undefined) return;
    const other = placed.find((subnet) => overlaps(subnet.range, range));
    if (other !== undefined) fail(cidr, `not overlap ${other.name}`);
    placed.push({ name, range });
  });
}

const cidrsDisjoint = stackRule({
  id: "subnet-cidrs-disjoint",
  theme: "network",
  title: "Subnet and VPN address ranges do not overlap",
  severity: "high",
  sources: ["EKS-BPG:networking/subnets", "EKS-BPG:networking/ip-optimization-strategies"],
  remediation:
    "Give each subnet a separate range inside the VPC's range, and VPN clients a range outside of it.",
  check: (graph, { fail, each }) => {
    each(graph.of(vpc), (network) => {
      const whole = rangeOf(network.props.at("cidrBlock").text ?? "");
      const more =
        graph.of("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation").length > 0;
      const subnets = graph.referrers(network, byVpc, subnetType);
      each(subnets, ({ props }) => {
        const range = rangeOf(props.at("cidrBlock").text ?? "");
        if (range !== undefined && whole !== undefined && !more && !contains(whole, range))
          fail(
            props.at("cidrBlock"),
            `lie inside the VPC's ${network.props.at("cidrBlock").shown}`,
          );
      });
      validateDisjoint(subnets, { fail, each });
    });
    // those of a VPC that is not in the stack
    const elsewhere = graph
      .of(subnetType)
      .filter(({ props }) => !props.at("vpcId").unknown && !props.at("vpcId").empty)
      .filter((subnet) => graph.targets(byVpc(subnet), vpc).length === 0);
    for (const id of new Set(elsewhere.map(({ props }) => props.at("vpcId").plain)))
      validateDisjoint(
        elsewhere.filter(({ props }) => props.at("vpcId").is(id)),
        { fail, each },
      );
    each(graph.of("aws:ec2clientvpn/endpoint:Endpoint"), ({ props }) => {
      const clients = rangeOf(props.at("clientCidrBlock").text ?? "");
      each(
        props.at("vpcId").absent ? graph.of(vpc) : graph.targets(props.at("vpcId"), vpc),
        (network) => {
          const whole = rangeOf(network.props.at("cidrBlock").text ?? "");
          if (clients !== undefined && whole !== undefined && overlaps(clients, whole))
            fail(
              props.at("clientCidrBlock"),
              `not overlap the VPC's ${network.props.at("cidrBlock").shown}`,
            );
        },
      );
    });
  },
});

const vpceNoOpenPolicy = resourceRule({
  id: "vpce-no-open-policy",
  theme: "network",
  title: "VPC endpoints restrict what they reach",
  severity: "medium",
  sources: ["EKS-BPG:security/network"],
  remediation: "Name principals or resources in the policy, or condition on aws:PrincipalOrgID.",
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"],
  check: ({ props }, { fail, each }) =>
    each(
      statementsOf(props.at(props.at("policy").absent ? "policyDocument" : "policy")),
      (statement) => {
        const { allows, principals, actions, resources, conditions, at } = statement;
        if (
          allows &&
          isEveryone(principals) &&
          some(actions, isStar) &&
          some(resources, isStar) &&
          conditions.empty
        )
          fail(at, "not allow everyone everything");
      },
    ),
});

const naclAdminPorts = resourceRule({
  id: "nacl-no-world-admin-ports",
  theme: "network",
  title: "Network ACLs do not open admin ports",
  severity: "high",
  sources: ["CKV_AWS_231", "CKV_AWS_232", "CKV_AWS_352", "guard:ec2_network_acl_port_range_rule"],
  remediation:
    "Name the ports that everyone may use; a network ACL is stateless, so answers need 1024-65535.",
  types: [
    "aws:ec2/networkAclRule:NetworkAclRule",
    "aws:ec2/networkAcl:NetworkAcl",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  ],
  check: ({ props, type }, { fail, each }) => {
    const separate = type.endsWith(":NetworkAclRule");
    each(separate ? [props] : props.at("ingress").list, (rule) => {
      if (separate && props.at("egress").flag === true) return;
      const action = rule.at(separate ? "ruleAction" : "action");
      const range = [rule.at("cidrBlock"), rule.at("ipv6CidrBlock")].find((cidr) =>
        isWorld(cidr.text ?? ""),
      );
      if (!action.is("allow") || range === undefined) return;
      const [from, to] = [rule.at("fromPort").number ?? 0, rule.at("toPort").number ?? 0];
      const covered =
        rule.at("protocol").is("-1", -1, "all") ||
        [22, 3389].some((port) => from <= port && port <= to);
      if (covered) fail(range, "not reach port 22 or 3389 from everywhere");
    });
  },
});

export const network: readonly Rule[] = [
  defaultSgLocked,
  flowLogs,
  noAutoPublicIp,
  cidrsDisjoint,
  vpceNoOpenPolicy,
  naclAdminPorts,
];
