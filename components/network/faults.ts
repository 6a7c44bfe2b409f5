import type { Fault } from "../fault.ts";
import { clientVpnFaults } from "./client-vpn/faults.ts";
import type { VpcOptions } from "./options.ts";
import { besideClients, overlapFaults } from "./overlaps.ts";
import { zoneShares } from "./plan.ts";
import { resolverFaults } from "./resolver/faults.ts";
import { siteToSiteVpnFaults } from "./site-to-site-vpn/faults.ts";
import { zonesFaults } from "./zones/options.ts";

/** What a network has to fit into. Where one of them is wrong itself, what depends on it is not judged. */
export interface NetworkSurroundings {
  /** Availability zones, `hanok:zones`. */
  readonly zones?: readonly string[] | undefined;
  readonly region?: string | undefined;
  readonly domain?: string | undefined;
}

/** What is wrong between settings of a network that are right one by one. */
export function networkFaults(
  options: VpcOptions,
  { zones, region, domain }: NetworkSurroundings,
  key: string,
): readonly Fault[] {
  return [
    ...(zones === undefined ? [] : zoneFaults(zones)),
    ...overlapFaults(options, key),
    ...(domain === undefined ? [] : zonesFaults(options.zones, domain, `${key}.zones`)),
    ...(region === undefined ? [] : vpnFaults(options, region, key)),
    ...(options.resolver === undefined
      ? []
      : resolverFaults(
          options.resolver,
          { vpcCidr: options.cidr, privateZone: options.zones.privateZone },
          `${key}.resolver`,
        )),
  ];
}

function zoneFaults(zones: readonly string[]): readonly Fault[] {
  const most = `Write two to ${zoneShares} zones, the first ones as they are: their addresses go by their place.`;
  const fault = { key: "hanok:zones", value: zones, remedy: most };
  if (zones.length > zoneShares) {
    return [
      { ...fault, problem: `are ${zones.length}, and the VPC has room for ${zoneShares} zones` },
    ];
  }
  return zones.length < 2
    ? [{ ...fault, problem: "is one zone, and load balancers and databases need two" }]
    : [];
}

function vpnFaults(options: VpcOptions, region: string, key: string): readonly Fault[] {
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
      : siteToSiteVpnFaults(siteToSiteVpn, { region, vpcCidr }, `${key}.siteToSiteVpn`)),
    ...(clientVpn === undefined ? [] : clientVpnFaults(clientVpn, clients, `${key}.clientVpn`)),
  ];
}
