import { regionOfArn } from "../../check/arn.ts";
import { collect, type Report } from "../../validation.ts";
import { oneOf } from "../../check/suggest.ts";
import { overlap } from "../../check/addresses.ts";
import type { SiteToSiteVpnOptions, VpnConnectionOptions } from "./options.ts";

/** Surroundings that the connections must be consistent with. */
export interface SiteToSiteVpnSurroundings {
  readonly region: string;
  readonly vpcCidr: string;
}

/** Maximum number of connections of one virtual private gateway: https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html */
const mostConnections = 10;

/** Maximum number of routes that a gateway propagates to a route table. AWS does not raise it (same page). */
const mostRoutes = 100;

/** Autonomous systems that AWS itself uses, and the one of RFC 6793: https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html */
const reservedAsns = [7224, 9059, 10124, 17943, 23456];

/** Default autonomous system of the AWS side. */
export const defaultAmazonAsn = 64_512;

/** Reports combinations of valid settings that AWS refuses, or accepts although they cannot work. */
export function validateSiteToSiteVpn(
  options: SiteToSiteVpnOptions,
  { region, vpcCidr }: SiteToSiteVpnSurroundings,
  key: string,
) {
  const { amazonAsn = defaultAmazonAsn, connections } = options;
  return collect((report) => {
    validateCount(options, `${key}.connections`, report);
    if (!isPrivate(amazonAsn)) {
      const remedy = "Write one of 64512 to 65534, or of 4200000000 to 4294967294.";
      report(`${key}.amazonAsn`, amazonAsn, "is not a private autonomous system", remedy);
    }
    for (const [name, connection] of Object.entries(connections)) {
      const place = `${key}.connections.${name}`;
      validateDevice(connection, region, place, report);
      validateRouting(connection, { amazonAsn, vpcCidr }, `${place}.routing`, report);
    }
    validateShared(options, key, report);
  });
}

const isPrivate = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

function validateCount({ connections }: SiteToSiteVpnOptions, key: string, report: Report): void {
  const count = Object.keys(connections).length;
  const routes = Object.values(connections).flatMap(({ routing }) =>
    routing.kind === "static" ? routing.networks : [],
  );
  const { size } = new Set(routes);
  const wrong = (problem: string, remedy: string) => report(key, connections, problem, remedy);
  if (count === 0) wrong("is empty", "Add a connection, or leave the VPN out.");
  else if (count > mostConnections)
    wrong(`has ${count} connections`, `One gateway has ${mostConnections} at most.`);
  else if (size > mostRoutes)
    wrong(
      `have ${size} networks`,
      `Summarise them: a route table takes ${mostRoutes} from a gateway.`,
    );
}

function validateDevice(
  { customerGateway: { address, certificateArn }, startup }: VpnConnectionOptions,
  region: string,
  key: string,
  report: Report,
): void {
  const device = `${key}.customerGateway`;
  if (certificateArn !== undefined && regionOfArn(certificateArn) !== region) {
    const remedy = `Issue a private certificate in ${region}.`;
    const problem = `is of another region than ${region}`;
    report(`${device}.certificateArn`, certificateArn, problem, remedy);
  }
  if (address !== undefined) return;
  if (certificateArn === undefined) {
    const remedy = "Write {address: <address on the internet>}.";
    report(device, undefined, "has neither an address nor a certificate", remedy);
  } else if (startup === "start") {
    const problem = "lets AWS begin, which does not know the device's address";
    report(`${key}.startup`, startup, problem, `Add ${device}.address, or write add.`);
  }
}

function validateRouting(
  { routing }: VpnConnectionOptions,
  { amazonAsn, vpcCidr }: { readonly amazonAsn: number; readonly vpcCidr: string },
  key: string,
  report: Report,
): void {
  if (routing.kind === "static") {
    for (const [index, network] of routing.networks.entries()) {
      if (network === "0.0.0.0/0" || !overlap(network, vpcCidr)) continue;
      const remedy = "Name the networks behind the device only.";
      report(`${key}.networks[${index}]`, network, `overlaps the VPC, ${vpcCidr}`, remedy);
    }
    return;
  }
  const { asn } = routing;
  if (asn === amazonAsn) {
    const remedy = "The two sides need different ones; choose another, or another amazonAsn.";
    report(`${key}.asn`, asn, "is that of the AWS side", remedy);
  } else if (reservedAsns.includes(asn)) {
    report(`${key}.asn`, asn, "is reserved", `It cannot be ${oneOf(reservedAsns.map(String))}.`);
  }
}

/** Values that must differ between connections, or between tunnels. */
function validateShared({ connections }: SiteToSiteVpnOptions, key: string, report: Report): void {
  const first = new Map<string, string>();
  const unique = (at: string, value: string, remedy: string): void => {
    const before = first.get(value);
    first.set(value, before ?? at);
    if (before !== undefined) report(at, value, `is that of ${before}`, remedy);
  };
  for (const [name, { customerGateway, insideCidrs = [] }] of Object.entries(connections)) {
    const place = `${key}.connections.${name}`;
    const { address } = customerGateway;
    // CreateCustomerGateway returns the existing gateway with this address, so one resource would delete the other's
    const remedy = "A second connection needs a device with another address.";
    if (address !== undefined) unique(`${place}.customerGateway.address`, address, remedy);
    for (const [index, cidr] of insideCidrs.entries())
      unique(`${place}.insideCidrs[${index}]`, cidr, "Each tunnel of a gateway needs its own.");
  }
}
