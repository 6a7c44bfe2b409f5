import { isEveryone, isStar, statementsOf } from "../aws/policies.ts";
import { isWorld } from "../aws/ingress.ts";
import { contains, overlaps, rangeOf } from "../aws/ranges.ts";
import {
  internetRoutes,
  isPublicSubnet,
  isTaggedPrivate,
  isTaggedPublic,
  subnetType,
  tablesOf,
} from "../aws/subnets.ts";
import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { matching, some } from "../unknown.ts";

const vpc = "aws:ec2/vpc:Vpc";
const nat = "aws:ec2/natGateway:NatGateway";
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

const cidrsDisjoint = stackRule({
  id: "subnet-cidrs-disjoint",
  theme: "network",
  title: "Subnet and VPN address ranges do not overlap",
  severity: "high",
  sources: ["EKS-BPG:networking/subnets", "EKS-BPG:networking/ip-optimization-strategies"],
  remediation:
    "Give each subnet a range of its own inside the VPC's, and VPN clients one outside of it.",
  check: (graph, { fail, each }) => {
    each(graph.of(vpc), (network) => {
      const whole = rangeOf(network.props.at("cidrBlock").text ?? "");
      const more =
        graph.of("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation").length > 0;
      const placed: { readonly name: string; readonly range: NonNullable<typeof whole> }[] = [];
      each(graph.referrers(network, byVpc, subnetType), ({ props, name }) => {
        const cidr = props.at("cidrBlock");
        const range = rangeOf(cidr.text ?? "");
        if (range === undefined) return;
        if (whole !== undefined && !more && !contains(whole, range))
          fail(cidr, `lie inside the VPC's ${network.props.at("cidrBlock").shown}`);
        const other = placed.find((subnet) => overlaps(subnet.range, range));
        if (other !== undefined) fail(cidr, `not overlap ${other.name}`);
        placed.push({ name, range });
      });
    });
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

const controllerChart = "aws-load-balancer-controller";

const elbRoleTags = stackRule({
  id: "subnets-elb-role-tags",
  theme: "network",
  title: "Load-balancer subnets carry discovery tags",
  severity: "medium",
  sources: ["EKS-BPG:networking/subnets", "EKS-BPG:networking/loadbalancing"],
  remediation:
    'Tag public subnets "kubernetes.io/role/elb": "1" and private ones "kubernetes.io/role/internal-elb": "1".',
  check: (graph, { fail, each }) => {
    const installed = graph.of("kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart");
    if (
      !some(
        installed,
        ({ props }) =>
          !props.at("chart").unknown && (props.at("chart").text ?? "").endsWith(controllerChart),
      )
    )
      return;
    each(graph.of(subnetType), (subnet) => {
      const tags = subnet.props.at("tags");
      const [elb, internal] = ["kubernetes.io/role/elb", "kubernetes.io/role/internal-elb"].map(
        (key) => tags.at(key),
      );
      if (elb === undefined || internal === undefined) return;
      if (isPublicSubnet(graph, subnet)) {
        if (!elb.is("1")) fail(elb, 'be "1" on a public subnet');
      } else if (!internal.is("1") && !isTaggedIsolated(subnet))
        fail(internal, 'be "1" on a private subnet');
    });
  },
});

/** A tier for data alone: no load balancer belongs there. */
const isTaggedIsolated = ({ props, name }: Resource): boolean =>
  /\b(?:data|isolated|intra|database)\b/i.test(
    `${name} ${props.at("tags", "Name").text ?? ""} ${props.at("tags", "tier").text ?? ""}`,
  );

const privateNotToIgw = stackRule({
  id: "private-route-not-to-igw",
  theme: "network",
  title: "Private tier has no direct internet route",
  severity: "high",
  sources: ["NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW", "guard:no_unrestricted_route_to_igw"],
  remediation:
    "Route the private tier through a NAT, or associate the subnet with a table of its own.",
  check: (graph, { fail, each }) =>
    each(graph.of(subnetType), (subnet) => {
      if (!isTaggedPrivate(subnet)) return;
      each(tablesOf(graph, subnet), (table) =>
        each(internetRoutes(graph, table), (gateway) =>
          fail(gateway, `not be an internet gateway for the private subnet ${subnet.name}`),
        ),
      );
    }),
});

const zonesOf = (subnets: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    subnets.map(
      ({ props }) => props.at("availabilityZone").text ?? props.at("availabilityZoneId").text ?? "",
    ),
  );

const natsOf = (graph: Graph, network: Resource): readonly Resource[] =>
  matching(graph.of(nat), ({ props }) => {
    if (props.at("subnetId").absent) return graph.targets(props.at("vpcId"), vpc).includes(network);
    const homes = graph.targets(props.at("subnetId"), subnetType);
    return homes.some((home) => graph.targets(byVpc(home), vpc).includes(network));
  });

const natPerZone = stackRule({
  id: "nat-per-az-in-production",
  theme: "network",
  title: "Production has one NAT path per zone",
  severity: "medium",
  sources: ["EKS-BPG:reliability/dataplane", "EKS-BPG:networking/subnets"],
  remediation: 'Create a NatGateway in each zone, or one with availabilityMode "regional".',
  check: (graph, { fail, each, guarded }) => {
    if (!guarded) return;
    each(graph.of(vpc), (network) => {
      const nats = natsOf(graph, network);
      if (
        nats.length === 0 ||
        some(nats, ({ props }) => props.at("availabilityMode").is("regional"))
      )
        return;
      const subnets = graph
        .referrers(network, byVpc, subnetType)
        .filter((subnet) => !isPublicSubnet(graph, subnet));
      const wanted = zonesOf(subnets).size;
      if (nats.length < wanted)
        fail(network.props, `have a NAT in each of its ${wanted} zones; it has ${nats.length}`);
    });
  },
});

const s3Endpoint = stackRule({
  id: "s3-gateway-endpoint-present",
  theme: "network",
  title: "S3 traffic avoids NAT",
  severity: "low",
  sources: ["EKS-BPG:cost/cost_opt_networking"],
  remediation:
    "Create an aws.ec2.VpcEndpoint of type Gateway for com.amazonaws.<region>.s3: it costs nothing.",
  check: (graph, { fail, each }) =>
    each(graph.of(vpc), (network) => {
      if (natsOf(graph, network).length === 0) return;
      const endpoints = graph.referrers(network, byVpc, "aws:ec2/vpcEndpoint:VpcEndpoint");
      const found = some(
        endpoints,
        ({ props }) =>
          props.at("vpcEndpointType").is("Gateway", undefined) &&
          (props.at("serviceName").text ?? "").endsWith(".s3"),
      );
      if (!found) fail(network.props, "come with a gateway endpoint for S3");
    }),
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
  elbRoleTags,
  privateNotToIgw,
  natPerZone,
  s3Endpoint,
  vpceNoOpenPolicy,
  naclAdminPorts,
];
