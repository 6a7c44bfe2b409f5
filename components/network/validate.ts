import type { ValidationIssue } from "../validation.ts";
import { validateClientVpn } from "./client-vpn/validate.ts";
import type { VpcOptions } from "./options.ts";
import { besideClients, validateOverlap } from "./overlaps.ts";
import { zoneShares } from "./plan.ts";
import { validateResolver } from "./resolver/validate.ts";
import { validateSiteToSiteVpn } from "./site-to-site-vpn/validate.ts";
import { validateZones } from "./zones/options.ts";

/** What a network has to fit into. Where one of them is wrong itself, what depends on it is not validated. */
export interface NetworkSurroundings {
  /** Availability zones, `hanok:zones`. */
  readonly zones?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly domain?: string | undefined;
}

/** What is wrong between settings of a network that are right one by one. */
export function validateNetwork(
  options: VpcOptions,
  { zones, region, domain }: NetworkSurroundings,
  key: string,
): readonly ValidationIssue[] {
  return [
    ...(zones === undefined ? [] : validateZone(zones)),
    ...validateOverlap(options, key),
    ...(domain === undefined ? [] : validateZones(options.zones, domain, `${key}.zones`)),
    ...(region === undefined ? [] : validateVpn(options, region, key)),
    ...(options.resolver === undefined
      ? []
      : validateResolver(
          options.resolver,
          { vpcCidr: options.cidr, privateZone: options.zones.privateZone },
          `${key}.resolver`,
        )),
  ];
}

function validateZone(zones: readonly string[]): readonly ValidationIssue[] {
  const most = `Write two to ${zoneShares} zones, the first ones as they are: their addresses go by their place.`;
  const issue = { key: "hanok:zones", value: zones, remedy: most };
  if (zones.length > zoneShares) {
    return [
      { ...issue, problem: `are ${zones.length}, and the VPC has room for ${zoneShares} zones` },
    ];
  }
  return zones.length < 2
    ? [{ ...issue, problem: "is one zone, and load balancers and databases need two" }]
    : [];
}

function validateVpn(options: VpcOptions, region: string, key: string): readonly ValidationIssue[] {
  const { cidr: vpcCidr, clientVpn, siteToSiteVpn, resolver } = options;
  const clients = {
    region,
    vpcCidr,
    networks: besideClients(options),
    inboundResolver: (resolver?.inbound ?? []).length > 0,
  };
  return [
    ...(siteToSiteVpn === undefined
      ? []
      : validateSiteToSiteVpn(siteToSiteVpn, { region, vpcCidr }, `${key}.siteToSiteVpn`)),
    ...(clientVpn === undefined ? [] : validateClientVpn(clientVpn, clients, `${key}.clientVpn`)),
  ];
}
