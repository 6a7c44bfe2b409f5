import {
  internetRoutes,
  isPublicSubnet,
  isTaggedPrivate,
  subnetType,
  tablesOf,
} from "../aws/subnets.ts";
import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { type Rule, stackRule } from "../rule.ts";
import { matching, some } from "../unknown.ts";

const vpc = "aws:ec2/vpc:Vpc";
const nat = "aws:ec2/natGateway:NatGateway";
const byVpc = ({ props }: Resource) => props.at("vpcId");

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
    "Route the private tier through a NAT, or associate the subnet with a separate route table.",
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

/** Where the traffic of a subnet goes. */
export const routes: readonly Rule[] = [elbRoleTags, privateNotToIgw, natPerZone, s3Endpoint];
