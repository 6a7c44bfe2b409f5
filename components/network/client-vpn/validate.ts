import { regionOfArn } from "../../check/arn.ts";
import { collect, type Report } from "../../validation.ts";
import { covers, overlap, vpcResolver } from "../../check/addresses.ts";
import type { Authorization, ClientVpnOptions } from "./options.ts";

/** Surroundings that the client VPN must be consistent with. */
export interface ClientVpnSurroundings {
  readonly region: string;
  readonly vpcCidr: string;
  /** Other networks in use, by description: `{ "the company network": ["192.168.0.0/16"] }`. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Whether the VPC has an inbound resolver endpoint. */
  readonly inboundResolver: boolean;
}

/** Reports combinations of valid settings that AWS refuses, or accepts although they cannot work. */
export function validateClientVpn(
  options: ClientVpnOptions,
  surroundings: ClientVpnSurroundings,
  key: string,
) {
  return collect((report) => {
    for (const validate of [validateRegion, validateClientCidr, validateAccess, validateDns])
      validate(options, surroundings, key, report);
  });
}

type Check = (
  options: ClientVpnOptions,
  surroundings: ClientVpnSurroundings,
  key: string,
  report: Report,
) => void;

/** The networks that clients may reach. @default the VPC, for everyone */
export function authorizationsOf(
  { authorizations }: ClientVpnOptions,
  vpcCidr: string,
): readonly Authorization[] {
  return authorizations ?? [{ cidr: vpcCidr }];
}

const validateRegion: Check = (options, { region }, key, report) => {
  const { authentication: by, serverCertificateArn } = options;
  const root = by.kind === "certificate" ? by.rootCertificateArn : undefined;
  const problem = `is of another region than ${region}`;
  const remedy = `Import the certificate into ACM in ${region}: the endpoint takes no other.`;
  if (regionOfArn(serverCertificateArn) !== region)
    report(`${key}.serverCertificateArn`, serverCertificateArn, problem, remedy);
  if (root !== undefined && regionOfArn(root) !== region)
    report(`${key}.authentication.rootCertificateArn`, root, problem, remedy);
};

const validateClientCidr: Check = ({ clientCidr, routes = [] }, around, key, report) => {
  const taken = { "the VPC": [around.vpcCidr], ...around.networks, "a route": routes };
  for (const [what, cidrs] of Object.entries(taken)) {
    for (const cidr of cidrs.filter((one) => overlap(clientCidr, one))) {
      const remedy = "Choose a network that is not in use: it cannot be changed later.";
      report(`${key}.clientCidr`, clientCidr, `overlaps ${what}, ${cidr}`, remedy);
    }
  }
};

/** Each authorization needs a route, and each route an authorization. */
const validateAccess: Check = (options, { vpcCidr }, key, report) => {
  const { authentication, tunnel, routes = [] } = options;
  const authorized = authorizationsOf(options, vpcCidr);
  const reachable = [vpcCidr, ...routes, ...(tunnel === "full" ? ["0.0.0.0/0"] : [])];
  for (const [index, { cidr, group }] of authorized.entries()) {
    const at = `${key}.authorizations[${index}]`;
    if (group !== undefined && authentication.kind === "certificate") {
      const remedy = "Leave it out, or authenticate by {kind: sso}.";
      report(`${at}.group`, group, "names a group, and a certificate has none", remedy);
    }
    if (reachable.some((network) => overlap(network, cidr))) continue;
    const remedy = `Add it to ${key}.routes, or leave it out.`;
    report(`${at}.cidr`, cidr, "is neither in the VPC nor behind a route", remedy);
  }
  for (const [index, cidr] of routes.entries()) {
    const wrong = (problem: string, remedy: string) =>
      report(`${key}.routes[${index}]`, cidr, problem, remedy);
    if (cidr === "0.0.0.0/0")
      wrong("is everything", "Write tunnel: full, which adds it, and leave it out.");
    else if (overlap(cidr, vpcCidr))
      wrong(`overlaps the VPC, ${vpcCidr}`, "Leave it out: the endpoint reaches its own VPC.");
    else if (!authorized.some((one) => overlap(one.cidr, cidr)))
      wrong("leads to where no client may go", `Add {cidr: ${cidr}} to ${key}.authorizations.`);
  }
  if (tunnel !== "full" || authorized.some(({ cidr }) => cidr === "0.0.0.0/0")) return;
  const problem = "takes the whole internet from its clients, and no authorization gives it back";
  const remedy = `Add {cidr: 0.0.0.0/0} to ${key}.authorizations, or write split.`;
  report(`${key}.tunnel`, tunnel, problem, remedy);
};

const validateDns: Check = (options, { vpcCidr, inboundResolver }, key, report) => {
  const { dns = "vpc" } = options;
  if (dns === "device") return;
  if (dns === "inbound" && !inboundResolver) {
    const problem = "needs a resolver endpoint that listens, and there is none";
    report(`${key}.dns`, dns, problem, "Write vpc, or add resolver.inbound.");
    return;
  }
  // the inbound endpoint's addresses are not known yet, but like the VPC's resolver they are in the VPC
  const servers = typeof dns === "string" ? [vpcResolver(vpcCidr)] : dns;
  const authorized = authorizationsOf(options, vpcCidr);
  // every client needs DNS: each group by a rule of its own, or by a rule for everyone
  const groups = [...new Set(authorized.map(({ group }) => group))];
  const reaches = (server: string, whose: string | undefined) =>
    authorized.some(
      ({ cidr, group }) => (group === undefined || group === whose) && covers(cidr, server),
    );
  for (const server of servers.filter((one) => !groups.every((group) => reaches(one, group)))) {
    const problem = `sends clients to ${server}, which not all of them may reach`;
    const remedy = `Add {cidr: ${server}/32} to ${key}.authorizations.`;
    report(`${key}.dns`, options.dns, problem, remedy);
  }
};
