import { regionOfArn } from "../../check/arn.ts";
import type { ValidationIssue } from "../../validation.ts";
import { covers, overlap, vpcResolver } from "../addresses.ts";
import type { Authorization, ClientVpnOptions } from "./options.ts";

/** What the client VPN has to fit into. */
export interface ClientVpnSurroundings {
  readonly region: string;
  readonly vpcCidr: string;
  /** Other networks that are in use, by what they are: `{ "the company network": ["192.168.0.0/16"] }`. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** Whether the VPC has an inbound resolver endpoint. */
  readonly inboundResolver: boolean;
}

/** What AWS would throwIfInvalid, or take and never let work, in settings that are right one by one. */
export function validateClientVpn(
  options: ClientVpnOptions,
  surroundings: ClientVpnSurroundings,
  key: string,
): readonly ValidationIssue[] {
  return [
    ...validateRegion(options, surroundings, key),
    ...validateClientCidr(options, surroundings, key),
    ...validateAuthorization(options, surroundings, key),
    ...validateRoute(options, surroundings, key),
    ...validateDns(options, surroundings, key),
  ];
}

/** The networks that clients may reach; the VPC where none is named. */
export function authorizationsOf(
  { authorizations }: ClientVpnOptions,
  vpcCidr: string,
): readonly Authorization[] {
  return authorizations ?? [{ cidr: vpcCidr }];
}

function validateRegion(
  { authentication, serverCertificateArn }: ClientVpnOptions,
  { region }: ClientVpnSurroundings,
  key: string,
): ValidationIssue[] {
  const arns = {
    serverCertificateArn,
    ...(authentication.kind === "certificate"
      ? { "authentication.rootCertificateArn": authentication.rootCertificateArn }
      : {}),
  };
  return Object.entries(arns)
    .filter(([, arn]) => regionOfArn(arn) !== region)
    .map(([name, arn]) => ({
      key: `${key}.${name}`,
      value: arn,
      problem: `is of another region than ${region}`,
      remedy: `Import the certificate into ACM in ${region}: the endpoint takes no other.`,
    }));
}

function validateClientCidr(
  { clientCidr, routes = [] }: ClientVpnOptions,
  { vpcCidr, networks }: ClientVpnSurroundings,
  key: string,
): ValidationIssue[] {
  const taken = Object.entries({ "the VPC": [vpcCidr], ...networks, "a route": routes });
  return taken.flatMap(([what, cidrs]) =>
    cidrs
      .filter((cidr) => overlap(clientCidr, cidr))
      .map((cidr) => ({
        key: `${key}.clientCidr`,
        value: clientCidr,
        problem: `overlaps ${what}, ${cidr}`,
        remedy: "Take a network that nobody uses: it cannot be changed later.",
      })),
  );
}

function validateAuthorization(
  options: ClientVpnOptions,
  { vpcCidr }: ClientVpnSurroundings,
  key: string,
): ValidationIssue[] {
  const { authentication, tunnel, routes = [] } = options;
  const reachable = [vpcCidr, ...routes, ...(tunnel === "full" ? ["0.0.0.0/0"] : [])];
  return authorizationsOf(options, vpcCidr).flatMap(({ cidr, group }, index) => [
    ...(group !== undefined && authentication.kind === "certificate"
      ? [
          {
            key: `${key}.authorizations[${index}].group`,
            value: group,
            problem: "names a group, and a certificate has none",
            remedy: "Leave it out, or authenticate by {kind: sso}.",
          },
        ]
      : []),
    ...(reachable.some((network) => overlap(network, cidr))
      ? []
      : [
          {
            key: `${key}.authorizations[${index}].cidr`,
            value: cidr,
            problem: "is neither in the VPC nor behind a route",
            remedy: `Add it to ${key}.routes, or leave it out.`,
          },
        ]),
  ]);
}

function validateRoute(
  options: ClientVpnOptions,
  { vpcCidr }: ClientVpnSurroundings,
  key: string,
): ValidationIssue[] {
  const authorized = authorizationsOf(options, vpcCidr);
  const routes = (options.routes ?? []).flatMap((cidr, index) => {
    const place = { key: `${key}.routes[${index}]`, value: cidr };
    if (cidr === "0.0.0.0/0") {
      const remedy = `Write tunnel: full, which adds it, and leave it out.`;
      return [{ ...place, problem: "is everything", remedy }];
    }
    if (overlap(cidr, vpcCidr)) {
      const remedy = "Leave it out: the endpoint knows the way into its own VPC.";
      return [{ ...place, problem: `overlaps the VPC, ${vpcCidr}`, remedy }];
    }
    return authorized.some((one) => overlap(one.cidr, cidr))
      ? []
      : [
          {
            ...place,
            problem: "leads to where no client may go",
            remedy: `Add {cidr: ${cidr}} to ${key}.authorizations.`,
          },
        ];
  });
  const open = authorized.some(({ cidr }) => cidr === "0.0.0.0/0");
  if (options.tunnel !== "full" || open) return routes;
  return [
    ...routes,
    {
      key: `${key}.tunnel`,
      value: options.tunnel,
      problem: "takes the whole internet from its clients, and no authorization gives it back",
      remedy: `Add {cidr: 0.0.0.0/0} to ${key}.authorizations, or write split.`,
    },
  ];
}

function validateDns(
  options: ClientVpnOptions,
  { vpcCidr, inboundResolver }: ClientVpnSurroundings,
  key: string,
): ValidationIssue[] {
  const { dns = "vpc" } = options;
  if (dns === "device") return [];
  if (dns === "inbound" && !inboundResolver) {
    const problem = "needs a resolver endpoint that listens, and there is none";
    return [
      { key: `${key}.dns`, value: dns, problem, remedy: "Write vpc, or add resolver.inbound." },
    ];
  }
  // the addresses of the inbound endpoint are not known yet; they are in the VPC, as its own resolver is
  const servers = typeof dns === "string" ? [vpcResolver(vpcCidr)] : dns;
  const authorized = authorizationsOf(options, vpcCidr);
  // whoever is let in anywhere needs names: those of a group by their own rule, or by one for everyone
  const groups = [...new Set(authorized.map(({ group }) => group))];
  const reaches = (server: string, whose: string | undefined) =>
    authorized.some(
      ({ cidr, group }) => (group === undefined || group === whose) && covers(cidr, server),
    );
  return servers
    .filter((server) => !groups.every((group) => reaches(server, group)))
    .map((server) => ({
      key: `${key}.dns`,
      value: options.dns,
      problem: `sends clients to ${server}, which not all of them may reach`,
      remedy: `Add {cidr: ${server}/32} to ${key}.authorizations.`,
    }));
}
