import type { ValidationIssue } from "../validation.ts";
import { overlap } from "../check/addresses.ts";
import type { VpcOptions } from "./options.ts";

/** A network in use, with the setting that names it. */
interface UsedNetwork {
  readonly key: string;
  readonly cidr: string;
  /** Description: `the VPC`, `a network of the company`. */
  readonly what: string;
}

/**
 * Reports networks that overlap and must not. The company's networks may overlap each other. The VPN checks compare the
 * networks behind a VPN with the VPC. They are compared here with the Service network only: a pod cannot reach an address
 * that the Service network hides.
 */
export function validateOverlap(options: VpcOptions, key: string): readonly ValidationIssue[] {
  const company = options.company.map((cidr, index) => ({
    key: `${key}.company[${index}]`,
    cidr,
    what: "a network of the company",
  }));
  const vpc = { key: `${key}.cidr`, cidr: options.cidr, what: "the VPC" };
  const services = {
    key: `${key}.serviceCidr`,
    cidr: options.serviceCidr,
    what: "the network of Kubernetes' Services",
  };
  return [
    ...overlapOf(vpc, company, "Write a network that nobody else has: it cannot be changed later."),
    ...overlapOf(
      services,
      [...company, vpc, ...beyond(options, key)],
      "Write another private network for it, like 10.100.0.0/16: it cannot be changed later.",
    ),
  ];
}

/** Networks that the addresses of VPN clients must not overlap, by description. */
export function besideClients(options: VpcOptions): Readonly<Record<string, readonly string[]>> {
  return {
    "a network of the company": options.company,
    "the network of Kubernetes' Services": [options.serviceCidr],
    "a network behind the site-to-site VPN": behindVpn(options, "").map(({ cidr }) => cidr),
  };
}

/** Networks that reach the VPC with their own addresses, each once. Client VPN users arrive with VPC addresses instead. */
export function joinedNetworks(options: VpcOptions): readonly string[] {
  return [...new Set([...options.company, ...behindVpn(options, "").map(({ cidr }) => cidr)])];
}

/** Networks behind the VPNs, and networks that query the resolver. */
function beyond(options: VpcOptions, key: string): readonly UsedNetwork[] {
  const { clientVpn, resolver } = options;
  const named = (part: string, what: string, cidrs: readonly string[] = []) =>
    cidrs.map((cidr, index) => ({ key: `${key}.${part}[${index}]`, cidr, what }));
  return [
    ...behindVpn(options, key),
    ...named("clientVpn.routes", "a route of the client VPN", clientVpn?.routes),
    ...named("resolver.inbound", "a network that asks the resolver", resolver?.inbound),
  ];
}

function behindVpn({ siteToSiteVpn }: VpcOptions, key: string): readonly UsedNetwork[] {
  return Object.entries(siteToSiteVpn?.connections ?? {}).flatMap(([name, { routing }]) =>
    (routing.kind === "static" ? routing.networks : [])
      .map((cidr, index) => ({
        key: `${key}.siteToSiteVpn.connections.${name}.routing.networks[${index}]`,
        cidr,
        what: `a network behind the connection ${name}`,
      }))
      // the default route is not a network
      .filter(({ cidr }) => cidr !== "0.0.0.0/0"),
  );
}

function overlapOf(
  { key, cidr }: UsedNetwork,
  others: readonly UsedNetwork[],
  remedy: string,
): readonly ValidationIssue[] {
  const other = others.find((one) => overlap(one.cidr, cidr));
  return other === undefined
    ? []
    : [{ key, value: cidr, problem: `overlaps ${other.what}, ${other.cidr}`, remedy }];
}
