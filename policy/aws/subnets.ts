import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { some } from "../unknown.ts";
import type { Value } from "../value.ts";

export const subnetType = "aws:ec2/subnet:Subnet";
const gatewayType = "aws:ec2/internetGateway:InternetGateway";
const tableType = "aws:ec2/routeTable:RouteTable";
const defaultTableType = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const vpcType = "aws:ec2/vpc:Vpc";

/** Whether a route's gateway is an internet gateway. @throws Undecided */
export const leadsToInternet = (graph: Graph, gateway: Value): boolean =>
  gateway.present &&
  ((!gateway.unknown && (gateway.text ?? "").startsWith("igw-")) ||
    graph
      .targets(
        gateway,
        gatewayType,
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/vpnGateway:VpnGateway",
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
      )
      .some(({ type }) => type === gatewayType));

/** Whether a route is for every address of one family. @throws Undecided */
const isDefaultRoute = (...cidrs: readonly Value[]): boolean =>
  cidrs.some((cidr) => cidr.is("0.0.0.0/0", "::/0"));

/** Routes of a table to every address through an internet gateway: inline and separate. @throws Undecided */
export function internetRoutes(graph: Graph, table: Resource): readonly Value[] {
  const inline = table.inputs
    .at("routes")
    .list.filter(
      (route) =>
        isDefaultRoute(route.at("cidrBlock"), route.at("ipv6CidrBlock")) &&
        leadsToInternet(graph, route.at("gatewayId")),
    );
  const separate = graph
    .referrers(table, ({ props }) => props.at("routeTableId"), "aws:ec2/route:Route")
    .filter(
      ({ props }) =>
        isDefaultRoute(props.at("destinationCidrBlock"), props.at("destinationIpv6CidrBlock")) &&
        leadsToInternet(graph, props.at("gatewayId")),
    )
    .map(({ props }) => props.at("gatewayId"));
  return [...inline.map((route) => route.at("gatewayId")), ...separate];
}

/**
 * Route tables of a subnet: those that it is associated with, or else the main one of its VPC. A VPC stands for its main table,
 * as routes name that by an output of the VPC.
 * @throws Undecided
 */
export function tablesOf(graph: Graph, subnet: Resource): readonly Resource[] {
  const associations = graph.referrers(
    subnet,
    ({ props }) => props.at("subnetId"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
  );
  if (associations.length > 0)
    return associations.flatMap(({ props }) =>
      graph.targets(props.at("routeTableId"), tableType, defaultTableType, vpcType),
    );
  return graph.targets(subnet.props.at("vpcId"), vpcType).flatMap((vpc) => {
    const main = graph
      .referrers(
        vpc,
        ({ props }) => props.at("vpcId"),
        "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
      )
      .flatMap(({ props }) => graph.targets(props.at("routeTableId"), tableType));
    if (main.length > 0) return main;
    return [
      vpc,
      ...graph.referrers(vpc, ({ props }) => props.at("defaultRouteTableId"), defaultTableType),
    ];
  });
}

/** Whether a subnet is public: it hands out public addresses, or routes to an internet gateway. @throws Undecided */
export const isPublicSubnet = (graph: Graph, subnet: Resource): boolean =>
  subnet.props.at("mapPublicIpOnLaunch").flag === true ||
  some(tablesOf(graph, subnet), (table) => internetRoutes(graph, table).length > 0);

/** Whether a subnet is meant to be public: it says so in a tag. */
export const isTaggedPublic = ({ props }: Resource): boolean =>
  some(
    props.at("tags").entries,
    ([key, value]) =>
      key === "kubernetes.io/role/elb" ||
      (/^(?:tier|type|subnettype|network|access)$/i.test(key.replaceAll(/[^a-z]/gi, "")) &&
        /^public$/i.test(value.text ?? "")) ||
      (key === "Name" && /\bpublic\b/i.test(value.text ?? "")),
  );

export const isTaggedPrivate = ({ props }: Resource): boolean =>
  some(
    props.at("tags").entries,
    ([key, value]) =>
      key === "kubernetes.io/role/internal-elb" ||
      (/^(?:tier|type|subnettype|network|access)$/i.test(key.replaceAll(/[^a-z]/gi, "")) &&
        /^(?:private|isolated|data|intra)$/i.test(value.text ?? "")) ||
      (key === "Name" && /\b(?:private|isolated)\b/i.test(value.text ?? "")),
  );
