import type * as pulumi from "@pulumi/pulumi";
import type { Subnet, SubnetTier } from "../platform.ts";
import { type ClientVpn, createClientVpn } from "./client-vpn.ts";
import type { VpcOptions } from "./options.ts";
import { createResolver } from "./resolver.ts";
import type { ResolverOptions } from "./resolver/options.ts";
import { createSiteToSiteVpn, type SiteToSiteVpn } from "./site-to-site-vpn.ts";

export interface CompanyArgs {
  readonly settings: Pick<VpcOptions, "cidr" | "clientVpn" | "siteToSiteVpn" | "resolver">;
  readonly vpcId: pulumi.Input<string>;
  /** At least two, each in a different zone. Data subnets get no route out. */
  readonly privateSubnets: readonly Subnet[];
  /** Subnets of load balancers that serve the company. Their route tables get the route back. */
  readonly answering: readonly Subnet[];
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** Connections between the VPC and the company: offices, VPN users and DNS. */
export interface Company {
  readonly siteToSiteVpn: SiteToSiteVpn | undefined;
  /** Addresses that the company sends its DNS queries to. */
  readonly resolverAddresses: pulumi.Output<string[]> | undefined;
  readonly clientVpn: ClientVpn | undefined;
}

/** Creates the connections that the settings ask for. */
export function createCompany(
  name: string,
  { settings, privateSubnets, answering, ...common }: CompanyArgs,
  options: pulumi.CustomResourceOptions,
): Company {
  const { cidr, siteToSiteVpn, clientVpn } = settings;
  const resolver = resolverOf(settings);
  const [first, second] = privateSubnets;
  if (first === undefined || second === undefined) {
    throw new Error("a resolver endpoint needs private subnets in two zones");
  }
  const resolved =
    resolver === undefined
      ? undefined
      : createResolver(
          `${name}-resolver`,
          { ...common, resolver, subnetIds: [first.id, second.id] },
          options,
        );
  const routeTableIds = {
    ...routeTablesOf("private", privateSubnets),
    ...routeTablesOf("public", answering),
  };
  const offices =
    siteToSiteVpn === undefined
      ? undefined
      : createSiteToSiteVpn(
          `${name}-site-to-site-vpn`,
          { ...common, vpn: siteToSiteVpn, routeTableIds },
          options,
        );
  const inboundAddresses = resolved?.inboundAddresses;
  const people =
    clientVpn === undefined
      ? undefined
      : createClientVpn(
          `${name}-client-vpn`,
          {
            ...common,
            vpn: clientVpn,
            vpcCidr: cidr,
            subnetIds: privateSubnets.map(({ id }) => id),
            inboundAddresses,
          },
          options,
        );
  return { siteToSiteVpn: offices, clientVpn: people, resolverAddresses: inboundAddresses };
}

function routeTablesOf(
  tier: SubnetTier,
  subnets: readonly Subnet[],
): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    subnets.map(({ zone, routeTableId }) => [`${tier}-${zone}`, routeTableId]),
  );
}

/** Lets the VPC query the inbound resolver: the Client VPN endpoint sends its clients' queries from VPC addresses. */
export function resolverOf({
  cidr,
  clientVpn,
  resolver,
}: CompanyArgs["settings"]): ResolverOptions | undefined {
  const { inbound = [] } = resolver ?? {};
  if (clientVpn?.dns !== "inbound" || inbound.includes(cidr)) return resolver;
  return { ...resolver, inbound: [...inbound, cidr] };
}
