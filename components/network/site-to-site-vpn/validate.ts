import { regionOfArn } from "../../check/arn.ts";
import type { ValidationIssue } from "../../validation.ts";
import { oneOf } from "../../check/suggest.ts";
import { overlap } from "../addresses.ts";
import type { SiteToSiteVpnOptions, VpnConnectionOptions } from "./options.ts";

/** What the connections have to fit into. */
export interface SiteToSiteVpnSurroundings {
  readonly region: string;
  readonly vpcCidr: string;
}

/** Connections of one virtual private gateway: https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html */
const mostConnections = 10;

/** Routes that a route table takes from a gateway; not to be raised (same page). */
const mostRoutes = 100;

/** Autonomous systems that AWS uses itself, and that of RFC 6793: https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html */
const reservedAsns = [7224, 9059, 10124, 17943, 23456];

/** AWS's own side, where none is chosen. */
export const defaultAmazonAsn = 64_512;

/** What AWS would refuse, or take and never let work, in settings that are right one by one. */
export function validateSiteToSiteVpn(
  options: SiteToSiteVpnOptions,
  { region, vpcCidr }: SiteToSiteVpnSurroundings,
  key: string,
): readonly ValidationIssue[] {
  const { amazonAsn = defaultAmazonAsn, connections } = options;
  return [
    ...validateCount(options, key),
    ...validateAsn(amazonAsn, key),
    ...Object.entries(connections).flatMap(([name, connection]) => {
      const place = `${key}.connections.${name}`;
      return [
        ...validateDevice(connection, region, place),
        ...validateRouting(connection, amazonAsn, vpcCidr, place),
      ];
    }),
    ...validateShared(options, key),
  ];
}

function validateCount({ connections }: SiteToSiteVpnOptions, key: string): ValidationIssue[] {
  const count = Object.keys(connections).length;
  const place = { key: `${key}.connections`, value: connections };
  if (count === 0) {
    return [{ ...place, problem: "is empty", remedy: "Add a connection, or leave the VPN out." }];
  }
  if (count > mostConnections) {
    const remedy = `One gateway has ${mostConnections} at most.`;
    return [{ ...place, problem: `has ${count} connections`, remedy }];
  }
  const networks = new Set(
    Object.values(connections).flatMap(({ routing }) =>
      routing.kind === "static" ? routing.networks : [],
    ),
  );
  return networks.size > mostRoutes
    ? [
        {
          ...place,
          problem: `have ${networks.size} networks`,
          remedy: `Summarise them: a route table takes ${mostRoutes} from a gateway.`,
        },
      ]
    : [];
}

function validateAsn(amazonAsn: number, key: string): ValidationIssue[] {
  const isPrivate =
    (amazonAsn >= 64_512 && amazonAsn <= 65_534) ||
    (amazonAsn >= 4_200_000_000 && amazonAsn <= 4_294_967_294);
  if (isPrivate) return [];
  return [
    {
      key: `${key}.amazonAsn`,
      value: amazonAsn,
      problem: "is not a private autonomous system",
      remedy: "Write one of 64512 to 65534, or of 4200000000 to 4294967294.",
    },
  ];
}

function validateDevice(
  { customerGateway: { address, certificateArn }, startup }: VpnConnectionOptions,
  region: string,
  key: string,
): ValidationIssue[] {
  const foreign =
    certificateArn === undefined || regionOfArn(certificateArn) === region
      ? []
      : [
          {
            key: `${key}.customerGateway.certificateArn`,
            value: certificateArn,
            problem: `is of another region than ${region}`,
            remedy: `Issue a private certificate in ${region}.`,
          },
        ];
  if (address !== undefined) return foreign;
  if (certificateArn === undefined) {
    return [
      {
        key: `${key}.customerGateway`,
        value: undefined,
        problem: "has neither an address nor a certificate",
        remedy: "Write {address: <address on the internet>}.",
      },
    ];
  }
  return startup === "start"
    ? [
        ...foreign,
        {
          key: `${key}.startup`,
          value: startup,
          problem: "lets AWS begin, which does not know the device's address",
          remedy: `Add ${key}.customerGateway.address, or write add.`,
        },
      ]
    : foreign;
}

function validateRouting(
  { routing }: VpnConnectionOptions,
  amazonAsn: number,
  vpcCidr: string,
  key: string,
): ValidationIssue[] {
  if (routing.kind === "static") {
    return routing.networks
      .map((network, index) => ({ network, key: `${key}.routing.networks[${index}]` }))
      .filter(({ network }) => network !== "0.0.0.0/0" && overlap(network, vpcCidr))
      .map(({ network, ...place }) => ({
        ...place,
        value: network,
        problem: `overlaps the VPC, ${vpcCidr}`,
        remedy: "Name the networks behind the device only.",
      }));
  }
  const place = { key: `${key}.routing.asn`, value: routing.asn };
  if (routing.asn === amazonAsn) {
    const remedy = "The two sides need different ones; choose another, or another amazonAsn.";
    return [{ ...place, problem: "is that of the AWS side", remedy }];
  }
  return reservedAsns.includes(routing.asn)
    ? [
        {
          ...place,
          problem: "is reserved",
          remedy: `It cannot be ${oneOf(reservedAsns.map(String))}.`,
        },
      ]
    : [];
}

/** What two connections, or two tunnels, must not have in common. */
function validateShared({ connections }: SiteToSiteVpnOptions, key: string): ValidationIssue[] {
  const all = Object.entries(connections).flatMap(([name, connection]) => {
    const { customerGateway, insideCidrs = [] } = connection;
    const place = `${key}.connections.${name}`;
    return [
      ...(customerGateway.address === undefined
        ? []
        : [
            {
              key: `${place}.customerGateway.address`,
              value: customerGateway.address,
              // CreateCustomerGateway answers with the gateway that has the address, and one resource would delete the other's
              remedy: "A second way needs a device with another address.",
            },
          ]),
      ...insideCidrs.map((value, index) => ({
        key: `${place}.insideCidrs[${index}]`,
        value,
        remedy: "Each tunnel of a gateway needs one of its own.",
      })),
    ];
  });
  return all.flatMap((one, index) => {
    const before = all.slice(0, index).find(({ value }) => value === one.value);
    return before === undefined ? [] : [{ ...one, problem: `is that of ${before.key}` }];
  });
}
